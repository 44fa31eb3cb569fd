package io.leadgate.console.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Form;
import io.leadgate.console.frame.Notice;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.LeadType;
import java.util.List;
import java.util.function.Function;

/** The tab Duplicates of a campaign. */
public final class DuplicatesScreens {

  private final Edits<Campaign> campaigns;
  private final Vendors vendors;

  DuplicatesScreens(Edits<Campaign> campaigns, Vendors vendors) {
    this.campaigns = campaigns;
    this.vendors = vendors;
  }

  public void get(Visit visit) {
    visit.withNumber(
        "campaignId", id -> show(visit, 200, id, campaign -> RulesForm.of(campaign, Faults.NONE)));
  }

  private void show(Visit visit, int status, int id, Function<Campaign, RulesForm> form) {
    visit.whenFound(
        campaigns.find(id),
        campaign ->
            visit.when(
                vendors
                    .head(campaign)
                    .compose(
                        head ->
                            vendors
                                .types()
                                .find(campaign.leadTypeId())
                                .map(
                                    type ->
                                        new CampaignDuplicatesPage(
                                            head,
                                            type.map(DuplicatesScreens::names).orElse(List.of()),
                                            campaigns.tag(campaign),
                                            form.apply(campaign)))),
                page -> visit.show(status, page)));
  }

  private static List<String> names(LeadType type) {
    return type.fields().stream().map(LeadType.Field::name).toList();
  }

  public void change(Visit visit) {
    change(visit, RulesForm::patch);
  }

  public void remove(Visit visit) {
    change(visit, form -> RulesForm.removal());
  }

  private void change(Visit visit, Function<Form, ObjectNode> patch) {
    visit.withNumber(
        "campaignId",
        id ->
            visit.form(
                form ->
                    campaigns.change(
                        visit,
                        id,
                        patch.apply(form),
                        form.text("tag"),
                        made -> visit.goTo(CampaignPage.path(id) + "/duplicates", Notice.SAVED),
                        faults ->
                            show(
                                visit,
                                422,
                                id,
                                campaign ->
                                    form.has("days")
                                        ? RulesForm.of(form, faults)
                                        : RulesForm.of(campaign, faults)))));
  }
}
