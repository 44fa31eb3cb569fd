package io.leadgate.bus;

import io.leadgate.domain.Slice;
import io.leadgate.domain.StoredLead;

/** The result of a search for leads. */
public sealed interface LeadPage {

  record Found(Slice<StoredLead> leads) implements LeadPage {}

  /** The campaign does not exist, or the reader may not see the campaign. */
  record NoSuchCampaign() implements LeadPage {}

  /** The lead source does not exist, or the reader may not see the lead source. */
  record NoSuchLeadSource() implements LeadPage {}
}
