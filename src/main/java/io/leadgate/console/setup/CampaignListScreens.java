package io.leadgate.console.setup;

import io.leadgate.console.frame.NameChoice;
import io.leadgate.console.frame.Notice;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.Slice;
import io.leadgate.store.VendorFigures;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** The campaigns of a lead source, as a tab of the lead source, and the popup that makes one. */
public final class CampaignListScreens {

  private final Edits<Campaign> campaigns;
  private final Vendors vendors;

  CampaignListScreens(Edits<Campaign> campaigns, Vendors vendors) {
    this.campaigns = campaigns;
    this.vendors = vendors;
  }

  public void list(Visit visit) {
    visit.withNumber("leadSourceId", id -> show(visit, 200, id, CampaignForm.EMPTY));
  }

  private void show(Visit visit, int status, int sourceId, CampaignForm form) {
    visit.whenFound(
        vendors.sources().find(sourceId),
        source -> visit.when(page(visit, source, form), page -> visit.show(status, page)));
  }

  private Future<LeadSourceCampaignsPage> page(Visit visit, LeadSource source, CampaignForm form) {
    ListFilter filter = ListFilter.of(visit);
    return campaigns
        .store()
        .list(filter.filter(Optional.of(source.id())), filter.after(), LeadSourceScreens.ROWS)
        .compose(
            found -> {
              Future<Map<Integer, VendorFigures.Traffic>> traffic =
                  vendors
                      .figures()
                      .trafficOfCampaigns(found.items().stream().map(Campaign::id).toList());
              Future<NameChoice> types = vendors.typeChoice();
              return Future.all(traffic, types)
                  .map(
                      read ->
                          new LeadSourceCampaignsPage(
                              source,
                              filter,
                              found.items(),
                              traffic.result(),
                              next(visit, found),
                              types.result(),
                              form));
            });
  }

  private static Optional<String> next(Visit visit, Slice<Campaign> found) {
    return found.more()
        ? Optional.of(visit.pathWith("after", Integer.toString(found.items().getLast().id())))
        : Optional.empty();
  }

  public void create(Visit visit) {
    visit.withNumber(
        "leadSourceId",
        id ->
            visit.form(
                form ->
                    campaigns.create(
                        visit,
                        CampaignForm.ofNew(form, id),
                        made -> visit.goTo(CampaignPage.path(made.id()), Notice.CREATED),
                        faults -> show(visit, 422, id, CampaignForm.of(form, faults)))));
  }
}
