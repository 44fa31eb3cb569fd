package io.leadgate.console.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.console.setup.AdminBrowser.Shown;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The campaigns of a lead source, and the tab General of a single campaign. */
class CampaignScreenSpec {

  private static final String SCRIPT = "<script>alert(1)</script>";

  private final RunningGateway gateway = SharedGateway.get();
  private final Fixtures fixtures = gateway.fixtures();
  private final AdminBrowser admin = AdminBrowser.admin(gateway);

  private static String path(Fixtures.Campaign campaign) {
    return "/console/campaigns/" + campaign.id();
  }

  private static String list(Fixtures.Campaign campaign) {
    return "/console/lead-sources/" + campaign.leadSourceId() + "/campaigns";
  }

  @Test
  void campaignIsCreatedAndAuditedAsAdmin() {
    Fixtures.Campaign beside = fixtures.campaign();

    Shown created =
        admin.post(
            list(beside), "name", SCRIPT, "lead_type", Integer.toString(beside.leadTypeId()));

    int id = created.id();
    assertThat(
            fixtures.number(
                "SELECT count(*) FROM campaign WHERE id = ? AND lead_source_id = ?"
                    + " AND require_authentication AND status = 'active'",
                id,
                beside.leadSourceId()))
        .isEqualTo(1);
    assertThat(admin.audited("campaign.create", id, "alert(1)")).isEqualTo(1);
    for (String page :
        new String[] {
          list(beside), created.location(), "/console/campaigns/" + id + "/duplicates"
        }) {
      assertThat(admin.get(page).page())
          .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
          .doesNotContain("<script>alert");
    }
    assertThat(admin.get(created.location()).page()).contains("/v1/campaigns/" + id + "/leads");
  }

  @Test
  void faultsOfANewCampaignComeBackWithWhatWasTyped() {
    Fixtures.Campaign beside = fixtures.campaign();

    Shown unknown = admin.post(list(beside), "name", "kept", "lead_type", "2147480000");
    Shown noNumber = admin.post(list(beside), "name", "", "lead_type", "x");

    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.page()).contains("value=\"kept\"", "data-open");
    assertThat(unknown.text()).contains("there is no such lead type");
    assertThat(noNumber.text())
        .contains("The name must have 1", "The lead type must be a whole number");
  }

  @Test
  void settingsAreChangedAndNamesSurviveAsTyped() {
    Fixtures.Campaign campaign = fixtures.campaign();

    Shown saved =
        admin.edit(
            path(campaign),
            "",
            "name",
            "renamed",
            "status",
            "paused",
            "lead_type",
            Integer.toString(campaign.leadTypeId()),
            "dedupe_seconds",
            "600",
            "dedupe_ignore",
            "Time, of Day\r\n\r\nclick\"Id");

    assertThat(saved.status()).as(saved.page()).isEqualTo(303);
    assertThat(
            fixtures.number(
                "SELECT count(*) FROM campaign WHERE id = ? AND name = 'renamed'"
                    + " AND status = 'paused' AND dedupe_seconds = 600"
                    + " AND dedupe_ignore = ARRAY['Time, of Day', 'click\"Id']",
                campaign.id()))
        .isEqualTo(1);
    assertThat(admin.audited("campaign.update", campaign.id(), "renamed")).isEqualTo(1);
    assertThat(admin.get(path(campaign)).page()).contains("\nTime, of Day\nclick\"Id</textarea>");
  }

  @Test
  void faultsOfSettingsComeBackWithWhatWasTyped() {
    Fixtures.Campaign campaign = fixtures.campaign();

    Shown refused =
        admin.edit(
            path(campaign),
            "",
            "name",
            "kept",
            "status",
            "asleep",
            "lead_type",
            Integer.toString(campaign.leadTypeId()),
            "dedupe_seconds",
            "soon",
            "dedupe_ignore",
            "x".repeat(101));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.page()).contains("value=\"kept\"", "value=\"soon\"", "x".repeat(101));
    assertThat(refused.text())
        .contains(
            "The status must be one of active, paused, closed.",
            "The dedupe window must be a whole number from 0",
            "The list of names must have at most 50 names");
  }

  @Test
  void consequenceOfRequiringAuthenticationIsCounted() {
    Fixtures.Campaign campaign = fixtures.openCampaign();
    Instant hourAgo = Instant.now().minusSeconds(3_600);
    Leads.insert(fixtures, campaign.id(), hourAgo, 3, false);
    Leads.insert(fixtures, campaign.id(), hourAgo.plusSeconds(60), 2, true);
    Leads.insert(fixtures, campaign.id(), hourAgo.minusSeconds(90_000), 5, false);

    assertThat(admin.get(path(campaign)).text())
        .contains(
            "3 of the 5 leads of the last 24 h came without a good token and would have been"
                + " quarantined.",
            "Anybody who knows the campaign's id can post leads.");

    Shown on = admin.edit(path(campaign), "/authentication", "required", "on");

    assertThat(on.status()).isEqualTo(303);
    assertThat(gateway.api().post(campaign.leads(), Fixtures.LEAD).status()).isEqualTo(401);
    assertThat(admin.audited("campaign.update", campaign.id(), "require_authentication"))
        .isEqualTo(1);
    assertThat(admin.get(path(campaign)).text()).contains("Take leads without a token?");
    assertThat(admin.edit(path(campaign), "/authentication").status()).isEqualTo(303);
    assertThat(gateway.api().post(campaign.leads(), Fixtures.LEAD).status()).isEqualTo(201);
  }

  @Test
  void countsStopAtAHundredThousandLeads() {
    Fixtures.Campaign campaign = fixtures.openCampaign();
    Leads.insertMany(fixtures, campaign.id(), 100_100);

    assertThat(admin.get(path(campaign)).text())
        .contains(
            "100,000+",
            "10,000 of the newest 10,000 leads of the last 24 h came without a good token");
  }

  @Test
  void staleEditIsToldAndChangesNothing() {
    Fixtures.Campaign campaign = fixtures.campaign();
    String tag = admin.get(path(campaign)).tag();
    fixtures.changeStatus(campaign, "paused");

    Shown stale =
        admin.post(
            path(campaign),
            "tag",
            tag,
            "name",
            "mine",
            "status",
            "active",
            "lead_type",
            Integer.toString(campaign.leadTypeId()));

    assertThat(stale.status()).isEqualTo(422);
    assertThat(stale.text())
        .contains("The campaign has changed since you opened", "Stored now, status: paused.");
    assertThat(
            fixtures.number(
                "SELECT count(*) FROM campaign WHERE id = ? AND status = 'paused'", campaign.id()))
        .isEqualTo(1);
    assertThat(admin.post(path(campaign) + "/authentication", "tag", tag).status()).isEqualTo(422);
  }

  @Test
  void campaignWithoutLeadsIsDeletedAndOneWithLeadsIsNot() {
    Fixtures.Campaign empty = fixtures.campaign();
    Fixtures.Campaign full = fixtures.openCampaign();
    assertThat(gateway.api().post(full.leads(), Fixtures.LEAD).status()).isEqualTo(201);

    Shown refused = admin.edit(path(full), "/delete");

    assertThat(admin.edit(path(empty), "/delete").location())
        .isEqualTo(list(empty) + "?done=deleted");
    assertThat(admin.get(path(empty)).status()).isEqualTo(404);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("Close it instead: set its status to closed.");
  }

  @Test
  void campaignsAreFilteredAndListedByTheHundred() {
    Fixtures.Campaign one = fixtures.campaign();
    fixtures.change(
        "INSERT INTO campaign (lead_source_id, lead_type_id, name, status)"
            + " SELECT ?, ?, 'many ' || i, 'paused' FROM generate_series(1, 120) AS i",
        one.leadSourceId(),
        one.leadTypeId());

    Shown first = admin.get(list(one) + "?status=paused");
    String next = first.page().replaceAll("(?s).*href=\"([^\"]*after=[0-9]+[^\"]*)\".*", "$1");

    assertThat(rows(first)).isEqualTo(100);
    assertThat(rows(admin.get(next.replace("&amp;", "&")))).isEqualTo(20);
    assertThat(rows(admin.get(list(one) + "?status=active"))).isEqualTo(1);
    assertThat(rows(admin.get(list(one) + "?text=MANY+120"))).isEqualTo(1);
  }

  private static int rows(Shown list) {
    return list.page().split("data-label=\"Name\"", -1).length - 1;
  }
}
