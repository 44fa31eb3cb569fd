package io.leadgate.domain;

import java.util.List;

/** What a search for leads found. */
public sealed interface LeadPage {

  /**
   * @param more whether there are others behind the last one
   */
  record Found(List<StoredLead> leads, boolean more) implements LeadPage {}

  /** The campaign that was asked for is not there, or not for this reader. */
  record NoSuchCampaign() implements LeadPage {}

  /** The same of the lead source. */
  record NoSuchLeadSource() implements LeadPage {}
}
