package io.leadgate.catalog;

import io.leadgate.domain.Destination;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the campaigns of a lead source and a lead type, by which LeadExec's formats name them. A
 * sorted list, because it takes four bytes a campaign. Immutable.
 */
public record CampaignIndex(List<Destination> sorted) {

  private static final Comparator<Destination> ORDER =
      Comparator.<Destination>comparingInt(CampaignIndex::source)
          .thenComparingInt(CampaignIndex::type)
          .thenComparingInt(Destination::campaignId);

  static CampaignIndex of(Collection<Destination> campaigns) {
    return new CampaignIndex(campaigns.stream().sorted(ORDER).toList());
  }

  private static int source(Destination campaign) {
    return campaign.leadSource().id();
  }

  private static int type(Destination campaign) {
    return campaign.campaign().leadTypeId();
  }

  /** The campaigns, by their ids. */
  List<Destination> of(int leadSourceId, int leadTypeId) {
    int from = first(leadSourceId, leadTypeId);
    int to = from;
    while (to < sorted.size()
        && source(sorted.get(to)) == leadSourceId
        && type(sorted.get(to)) == leadTypeId) {
      to++;
    }
    return sorted.subList(from, to);
  }

  /** The place of the first campaign that is not before the lead source and lead type. */
  private int first(int leadSourceId, int leadTypeId) {
    int from = 0;
    int to = sorted.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      Destination found = sorted.get(middle);
      boolean isBefore =
          source(found) < leadSourceId
              || (source(found) == leadSourceId && type(found) < leadTypeId);
      if (isBefore) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
