package io.leadgate.console.setup;

import io.leadgate.console.frame.Choice;
import io.leadgate.console.frame.NameChoice;
import io.leadgate.console.frame.Page;
import io.leadgate.console.frame.Section;
import io.leadgate.domain.Campaign;
import io.leadgate.store.VendorFigures;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A campaign: the tab General.
 *
 * @param tag the tag of the campaign as shown
 * @param traffic empty if it was not counted in time
 * @param withoutToken what would have been quarantined; empty where a token is asked for already,
 *     and if it was not counted in time
 */
public record CampaignPage(
    Head head,
    String tag,
    Optional<VendorFigures.Traffic> traffic,
    Optional<VendorFigures.WithoutToken> withoutToken,
    NameChoice types,
    CampaignForm form)
    implements Page {

  /**
   * What stands above both tabs.
   *
   * @param source the name of its lead source
   * @param type the name of its lead type
   */
  public record Head(Campaign campaign, String source, String type) {

    public String path() {
      return CampaignPage.path(campaign.id());
    }

    /** The path to which the vendor posts. */
    public String vendorPath() {
      return "/v1/campaigns/" + campaign.id() + "/leads";
    }
  }

  static String path(int id) {
    return "/console/campaigns/" + id;
  }

  public Campaign campaign() {
    return head.campaign();
  }

  public List<Choice> statuses() {
    return List.of(
        new Choice("active", "active: takes leads"),
        new Choice("paused", "paused: refuses leads for now"),
        new Choice("closed", "closed: refuses leads for good"));
  }

  /** What would be different had the campaign asked for a token. */
  public String consequence() {
    return withoutToken
        .map(CampaignPage::consequence)
        .orElse("How many leads came without a good token could not be counted in time.");
  }

  private static String consequence(VendorFigures.WithoutToken without) {
    if (without.lookedAt() == 0) {
      return "No lead came in the last 24 h, so that no lead would have been quarantined.";
    }
    String looked =
        without.isAll() ? "%s leads of the last 24 h" : "newest %s leads of the last 24 h";
    return "%s of the %s came without a good token and would have been quarantined."
        .formatted(number(without.leads()), looked.formatted(number(without.lookedAt())));
  }

  /** Whether no lead is known that would keep the campaign from being deleted. */
  public boolean mayBeDeleted() {
    return traffic.flatMap(VendorFigures.Traffic::last).isEmpty();
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  @Override
  public String path() {
    return head.path();
  }

  @Override
  public String template() {
    return "campaign";
  }

  @Override
  public String title() {
    return campaign().name();
  }

  @Override
  public Section section() {
    return Section.LEAD_SOURCES;
  }
}
