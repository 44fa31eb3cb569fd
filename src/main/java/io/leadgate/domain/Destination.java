package io.leadgate.domain;

import java.util.List;
import java.util.stream.Stream;

/**
 * The destination of a posted lead: a campaign with its lead source and its lead type.
 *
 * @param hashes the hashes that each lead gets: those of the campaign's rules first, in their order
 */
public record Destination(
    Campaign campaign, LeadSource leadSource, LeadType leadType, List<HashUse> hashes) {

  public Destination {
    hashes = List.copyOf(hashes);
  }

  /** The hashes by which the campaign's rules judge its leads. */
  public Stream<HashUse> judging() {
    return hashes.stream().filter(use -> use.judge().isPresent());
  }

  public int campaignId() {
    return campaign.id();
  }

  public boolean requiresAuthentication() {
    return campaign.requireAuthentication();
  }

  /** Whether a lead that was checked for the other destination may be stored in this one. */
  public boolean takesLeadsOf(Destination other) {
    return takesLeads() && leadType.checksAs(other.leadType) && hashes.equals(other.hashes);
  }

  /** Whether the campaign and its lead source are both active. */
  public boolean takesLeads() {
    return campaign.status() == Campaign.Status.ACTIVE
        && leadSource.status() == LeadSource.Status.ACTIVE;
  }
}
