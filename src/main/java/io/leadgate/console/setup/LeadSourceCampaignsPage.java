package io.leadgate.console.setup;

import io.leadgate.console.frame.NameChoice;
import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.LeadSource;
import io.leadgate.store.VendorFigures;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A lead source: the tab Campaigns.
 *
 * @param next the address of the following part of the list
 * @param form the form of a new campaign
 */
public record LeadSourceCampaignsPage(
    LeadSource source,
    ListFilter filter,
    List<Campaign> campaigns,
    Map<Integer, VendorFigures.Traffic> traffic,
    Optional<String> next,
    NameChoice types,
    CampaignForm form)
    implements Page {

  public Optional<VendorFigures.Traffic> trafficOf(Campaign campaign) {
    return Optional.ofNullable(traffic.get(campaign.id()));
  }

  @Override
  public String path() {
    return LeadSourcePage.path(source.id()) + "/campaigns";
  }

  @Override
  public String template() {
    return "lead-source-campaigns";
  }

  @Override
  public String title() {
    return "Campaigns of " + source.name();
  }

  @Override
  public Section section() {
    return Section.LEAD_SOURCES;
  }
}
