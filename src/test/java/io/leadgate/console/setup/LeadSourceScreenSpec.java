package io.leadgate.console.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.console.setup.AdminBrowser.Shown;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The list of lead sources, and the pages of a single one. */
class LeadSourceScreenSpec {

  private static final String LIST = "/console/lead-sources";
  private static final String SCRIPT = "<script>alert(1)</script>";

  private final RunningGateway gateway = SharedGateway.get();
  private final Fixtures fixtures = gateway.fixtures();
  private final AdminBrowser admin = AdminBrowser.admin(gateway);

  @Test
  void leadSourceIsCreatedAndAuditedAsAdmin() {
    Shown created = admin.post(LIST, "name", "Acme & Sons", "reference_is_key", "on");

    int id = created.id();
    assertThat(created.location()).isEqualTo(LIST + "/" + id + "?done=created");
    assertThat(
            fixtures.number(
                "SELECT count(*) FROM lead_source WHERE id = ? AND name = 'Acme & Sons'"
                    + " AND reference_is_key AND status = 'active'",
                id))
        .isEqualTo(1);
    assertThat(admin.audited("lead_source.create", id, "Acme & Sons")).isEqualTo(1);
    assertThat(admin.get(created.location()).text()).contains("Created.", "Acme & Sons");
  }

  @Test
  void refusedFormComesBackOpenWithWhatWasTyped() {
    String name = "x".repeat(201);

    Shown refused = admin.post(LIST, "name", name);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.page()).contains("data-open", "value=\"" + name + "\"");
    assertThat(refused.text()).contains("The name must have 1 to 200 characters");
  }

  @Test
  void nameIsTextOnEachPage() {
    int id = admin.post(LIST, "name", SCRIPT).id();

    for (String page :
        new String[] {
          LIST + "?text=" + id,
          LIST + "?text=%3Cscript%3Ealert(1)%3C/script%3E",
          LIST + "/" + id,
          LIST + "/" + id + "/campaigns",
          LIST + "/" + id + "/credentials"
        }) {
      assertThat(admin.get(page).page())
          .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
          .doesNotContain("<script>alert");
    }
  }

  @Test
  void listIsFilteredByNameAndStatus() {
    String mark = "filter-" + System.nanoTime();
    int active = admin.post(LIST, "name", mark + " one").id();
    int inactive = admin.post(LIST, "name", mark + " TWO").id();
    admin.edit(LIST + "/" + inactive, "/status", "status", "inactive");

    assertThat(admin.get(LIST + "?text=" + mark).page()).contains(link(active), link(inactive));
    assertThat(admin.get(LIST + "?text=" + mark + "&status=inactive").page())
        .contains(link(inactive))
        .doesNotContain(link(active));
    assertThat(admin.get(LIST + "?text=" + mark + "+two").page()).contains(link(inactive));
    assertThat(admin.get(LIST + "?text=none-" + mark).text())
        .contains("No lead source fits the filter.");
  }

  private static String link(int id) {
    return "href=\"" + LIST + "/" + id + "\"";
  }

  @Test
  void hundredRowsAreShownAndTheNextPageIsReachable() {
    String mark = "page-" + System.nanoTime();
    fixtures.change(
        "INSERT INTO lead_source (name) SELECT ? || i FROM generate_series(1, 150) AS i", mark);

    Shown first = admin.get(LIST + "?text=" + mark);
    String next = first.page().replaceAll("(?s).*href=\"([^\"]*after=[0-9]+[^\"]*)\".*", "$1");
    Shown second = admin.get(next.replace("&amp;", "&"));

    assertThat(rows(first)).isEqualTo(100);
    assertThat(rows(second)).isEqualTo(50);
    assertThat(second.page()).doesNotContain("after=");
  }

  private static int rows(Shown list) {
    return list.page().split("data-label=\"Name\"", -1).length - 1;
  }

  @Test
  void numbersOfCampaignsCredentialsAndLeadsAreShown() {
    Fixtures.Campaign campaign = fixtures.openCampaign();
    Fixtures.Campaign closed = fixtures.campaignBeside(campaign);
    fixtures.changeStatus(closed, "closed");
    fixtures.boundCredential(campaign.leadSourceId(), "lead_receiver");
    Leads.insert(fixtures, campaign.id(), Instant.now().minusSeconds(3600), 3, false);
    Leads.insert(fixtures, campaign.id(), Instant.now().minusSeconds(2 * 86_400), 4, false);

    Shown list = admin.get(LIST + "?text=" + campaign.leadSourceId());
    Shown page = admin.get(LIST + "/" + campaign.leadSourceId());

    assertThat(list.page())
        .contains(
            "data-label=\"Campaigns\" class=\"number\">2<",
            "data-label=\"Bound credentials\" class=\"number\">1<",
            "data-label=\"Leads in 24 h\" class=\"number\">3<");
    assertThat(list.text()).contains("1 h ago");
    assertThat(page.text())
        .contains(
            "Campaigns 2 , 1 of them active",
            "Deactivate this lead source?",
            "1 active campaign takes no leads then. Leads of this lead source in the last 24 h: 3.");
  }

  @Test
  void statusIsChangedAndAudited() {
    int id = admin.post(LIST, "name", "to rest").id();
    String path = LIST + "/" + id;

    assertThat(admin.edit(path, "/status", "status", "inactive").status()).isEqualTo(303);
    assertThat(admin.get(path).text()).contains("none of its campaigns takes leads");
    assertThat(admin.audited("lead_source.update", id, "inactive")).isEqualTo(1);

    assertThat(admin.edit(path, "/status", "status", "active").status()).isEqualTo(303);
    assertThat(admin.get(path).text()).contains("its active campaigns take leads");
  }

  @Test
  void staleEditIsToldAndChangesNothing() {
    int id = admin.post(LIST, "name", "first").id();
    String path = LIST + "/" + id;
    String tag = admin.get(path).tag();
    admin.edit(path, "", "name", "of another admin");

    Shown stale = admin.post(path, "tag", tag, "name", "mine", "reference_is_key", "on");

    assertThat(stale.status()).isEqualTo(422);
    assertThat(stale.text())
        .contains(
            "The lead source has changed since you opened this page, so nothing was saved.",
            "Stored now, name: of another admin.",
            "Stored now, “The vendor's reference is the lead's key”: false.");
    assertThat(stale.page()).contains("value=\"mine\"");
    assertThat(admin.post(path, "tag", stale.tag(), "name", "mine").status()).isEqualTo(303);
    assertThat(admin.post(path + "/delete", "tag", tag).status()).isEqualTo(422);
    assertThat(admin.post(path + "/status", "tag", tag, "status", "inactive").status())
        .isEqualTo(422);
  }

  @Test
  void leadSourceWithoutUseIsDeletedAndOneInUseIsNot() {
    int unused = admin.post(LIST, "name", "to go").id();
    Fixtures.Campaign campaign = fixtures.campaign();

    Shown deleted = admin.edit(LIST + "/" + unused, "/delete");
    Shown refused = admin.edit(LIST + "/" + campaign.leadSourceId(), "/delete");

    assertThat(deleted.location()).isEqualTo(LIST + "?done=deleted");
    assertThat(admin.get(LIST + "/" + unused).status()).isEqualTo(404);
    assertThat(admin.audited("lead_source.delete", unused, "to go")).isEqualTo(1);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("Set its status to inactive instead");
  }

  @Test
  void tabOfCredentialsHasThoseThatAreBound() {
    int source = admin.post(LIST, "name", "with credentials").id();
    String path = LIST + "/" + source + "/credentials";

    assertThat(admin.get(path).text()).contains("No credential is bound to this lead source.");
    Fixtures.Credential bound = fixtures.boundCredential(source, "lead_receiver");
    Fixtures.Credential free = fixtures.credential("lead_receiver");

    assertThat(admin.get(path).page())
        .contains(bound.clientId(), "/console/credentials?new=1&amp;source=" + source)
        .doesNotContain(free.clientId());
  }
}
