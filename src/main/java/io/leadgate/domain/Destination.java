package io.leadgate.domain;

/** Where a lead is posted to: a campaign with the lead source and the lead type that it is of. */
public record Destination(Campaign campaign, LeadSource leadSource, LeadType leadType) {

  public int campaignId() {
    return campaign.id();
  }

  public boolean requiresAuthentication() {
    return campaign.requireAuthentication();
  }

  /** Only while the campaign and its lead source are active. */
  public boolean takesLeads() {
    return campaign.status() == Campaign.Status.ACTIVE
        && leadSource.status() == LeadSource.Status.ACTIVE;
  }
}
