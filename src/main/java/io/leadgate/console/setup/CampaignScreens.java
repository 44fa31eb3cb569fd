package io.leadgate.console.setup;

import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.NameChoice;
import io.leadgate.console.frame.Notice;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.AdminRight;
import io.leadgate.domain.Campaign;
import io.leadgate.store.VendorFigures;
import io.leadgate.web.answer.Json;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The tab General of a campaign. */
public final class CampaignScreens {

  private final Edits<Campaign> campaigns;
  private final Vendors vendors;

  CampaignScreens(Edits<Campaign> campaigns, Vendors vendors) {
    this.campaigns = campaigns;
    this.vendors = vendors;
  }

  public void get(Visit visit) {
    visit.withNumber("campaignId", id -> show(visit, 200, id, Faults.NONE));
  }

  private void show(Visit visit, int status, int id, Faults faults) {
    show(visit, status, id, campaign -> CampaignForm.of(campaign, faults));
  }

  private void show(Visit visit, int status, int id, Function<Campaign, CampaignForm> form) {
    visit.whenFound(
        campaigns.find(id),
        campaign ->
            visit.when(
                page(visit, campaign, form.apply(campaign)), page -> visit.show(status, page)));
  }

  private Future<CampaignPage> page(Visit visit, Campaign campaign, CampaignForm form) {
    Future<CampaignPage.Head> head = vendors.head(campaign);
    Future<Map<Integer, VendorFigures.Traffic>> traffic =
        vendors.figures().trafficOfCampaigns(List.of(campaign.id()));
    Future<Optional<VendorFigures.WithoutToken>> without = withoutToken(visit, campaign);
    Future<NameChoice> types = vendors.typeChoice();
    return Future.all(head, traffic, without, types)
        .map(
            read ->
                new CampaignPage(
                    head.result(),
                    campaigns.tag(campaign),
                    Optional.ofNullable(traffic.result().get(campaign.id())),
                    without.result(),
                    types.result(),
                    form));
  }

  /** Counts only for an admin that may ask for a token, because the count looks at many leads. */
  private Future<Optional<VendorFigures.WithoutToken>> withoutToken(
      Visit visit, Campaign campaign) {
    return campaign.requireAuthentication() || !visit.may(AdminRight.OPERATE)
        ? Future.succeededFuture(Optional.empty())
        : vendors.figures().withoutToken(campaign.id());
  }

  public void change(Visit visit) {
    visit.withNumber(
        "campaignId",
        id ->
            visit.form(
                form ->
                    campaigns.change(
                        visit,
                        id,
                        CampaignForm.patch(form),
                        form.text("tag"),
                        made -> visit.goTo(CampaignPage.path(id), Notice.SAVED),
                        faults -> show(visit, 422, id, now -> CampaignForm.of(form, faults)))));
  }

  /** Asks for a token, or does not any more. */
  public void changeAuthentication(Visit visit) {
    visit.withNumber(
        "campaignId",
        id ->
            visit.form(
                form ->
                    campaigns.change(
                        visit,
                        id,
                        Json.object().put("require_authentication", form.isTicked("required")),
                        form.text("tag"),
                        made -> visit.goTo(CampaignPage.path(id), Notice.SAVED),
                        faults -> show(visit, 422, id, faults))));
  }

  public void delete(Visit visit) {
    visit.withNumber(
        "campaignId",
        id ->
            visit.form(
                form ->
                    visit.whenFound(
                        campaigns.find(id),
                        campaign ->
                            campaigns.delete(
                                visit,
                                id,
                                form.text("tag"),
                                () ->
                                    visit.goTo(
                                        LeadSourcePage.path(campaign.leadSourceId()) + "/campaigns",
                                        Notice.DELETED),
                                faults -> show(visit, 422, id, faults)))));
  }
}
