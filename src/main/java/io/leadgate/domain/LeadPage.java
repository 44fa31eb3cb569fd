package io.leadgate.domain;

/** What a search for leads found. */
public sealed interface LeadPage {

  record Found(Slice<StoredLead> leads) implements LeadPage {}

  /** The campaign that was asked for is not there, or not for this reader. */
  record NoSuchCampaign() implements LeadPage {}

  /** The same of the lead source. */
  record NoSuchLeadSource() implements LeadPage {}
}
