package io.leadgate.domain;

/** The destination of a posted lead: a campaign with its lead source and its lead type. */
public record Destination(Campaign campaign, LeadSource leadSource, LeadType leadType) {

  public int campaignId() {
    return campaign.id();
  }

  public boolean requiresAuthentication() {
    return campaign.requireAuthentication();
  }

  /** Whether the campaign and its lead source are both active. */
  public boolean takesLeads() {
    return campaign.status() == Campaign.Status.ACTIVE
        && leadSource.status() == LeadSource.Status.ACTIVE;
  }
}
