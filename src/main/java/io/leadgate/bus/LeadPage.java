package io.leadgate.bus;

import io.leadgate.domain.Slice;
import io.leadgate.domain.StoredLead;

/** What a search for leads found. */
public sealed interface LeadPage {

  record Found(Slice<StoredLead> leads) implements LeadPage {}

  /** The campaign that was asked for is not there, or not for this reader. */
  record NoSuchCampaign() implements LeadPage {}

  /** The same of the lead source. */
  record NoSuchLeadSource() implements LeadPage {}
}
