package io.leadgate.console.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.console.setup.AdminBrowser.Shown;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import org.junit.jupiter.api.Test;

/** The list of lead types, and the page of a single one with its fields. */
class LeadTypeScreenSpec {

  private static final String LIST = "/console/lead-types";

  private final RunningGateway gateway = SharedGateway.get();
  private final Fixtures fixtures = gateway.fixtures();
  private final AdminBrowser admin = AdminBrowser.admin(gateway);

  private int create(String name) {
    return admin.post(LIST, "name", name, "default_country", "US").id();
  }

  private boolean hasFields(int id, String fields) {
    return fixtures.number(
            "SELECT count(*) FROM lead_type WHERE id = ? AND fields = ?::jsonb", id, fields)
        == 1;
  }

  @Test
  void leadTypeIsCreatedAndFieldsAreAddedAndRelaxed() {
    int id = admin.post(LIST, "name", "Solar", "strict", "on", "default_country", "DE").id();
    String path = LIST + "/" + id;
    assertThat(admin.audited("lead_type.create", id, "Solar")).isEqualTo(1);

    Shown added =
        admin.edit(
            path,
            "",
            "name",
            "Solar",
            "strict",
            "on",
            "default_country",
            "DE",
            "field0.name",
            "Préfix, \"A\" & <b>",
            "field0.label",
            "",
            "field0.type",
            "text",
            "field0.required",
            "on",
            "field0.options",
            "",
            "field1.name",
            "product",
            "field1.label",
            "What",
            "field1.type",
            "choice",
            "field1.options",
            "Solar\r\nRoof, flat\r\n",
            "field2.name",
            "",
            "field2.label",
            "",
            "field2.type",
            "text",
            "field2.options",
            "");

    assertThat(added.status()).as(added.page()).isEqualTo(303);
    assertThat(
            hasFields(
                id,
                """
                [{"name": "Préfix, \\"A\\" & <b>", "label": "Préfix, \\"A\\" & <b>", "type": "text",
                  "required": true},
                 {"name": "product", "label": "What", "type": "choice", "required": false,
                  "options": ["Solar", "Roof, flat"]}]
                """))
        .isTrue();
    Shown page = admin.get(path);
    assertThat(page.page())
        .contains("value=\"Préfix, &#34;A&#34; &amp; &lt;b>\"", "\nSolar\nRoof, flat</textarea>")
        .contains("name=\"field4.name\"")
        .doesNotContain("name=\"field5.name\"");

    Shown relaxed =
        admin.edit(
            path,
            "",
            "name",
            "Solar",
            "default_country",
            "DE",
            "field0.name",
            "Préfix, \"A\" & <b>",
            "field0.label",
            "First",
            "field0.type",
            "text",
            "field0.options",
            "",
            "field1.name",
            "product",
            "field1.label",
            "What",
            "field1.type",
            "choice",
            "field1.options",
            "Solar",
            "field1.remove",
            "on");

    assertThat(relaxed.status()).as(relaxed.page()).isEqualTo(303);
    assertThat(
            hasFields(
                id,
                """
                [{"name": "Préfix, \\"A\\" & <b>", "label": "First", "type": "text",
                  "required": false}]
                """))
        .isTrue();
    assertThat(admin.audited("lead_type.update", id, "First")).isEqualTo(1);
  }

  @Test
  void faultsComeBackAtTheirFieldWithWhatWasTyped() {
    int id = create("faulty");

    Shown refused =
        admin.edit(
            LIST + "/" + id,
            "",
            "name",
            "kept",
            "default_country",
            "xx",
            "field0.name",
            "",
            "field0.label",
            "",
            "field0.type",
            "text",
            "field0.options",
            "",
            "field1.name",
            "",
            "field1.label",
            "a label alone",
            "field1.type",
            "text",
            "field1.options",
            "",
            "field2.name",
            "<script>alert(1)</script>",
            "field2.label",
            "",
            "field2.type",
            "choice",
            "field2.options",
            "");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains(
            "The country must be a country's two capital letters",
            "The name must have 1 to 100 characters",
            "The options must be 1 to 1000 different texts");
    assertThat(refused.page())
        .contains("value=\"kept\"", "value=\"xx\"", "value=\"a label alone\"")
        .contains("name=\"field1.name\" value=\"&lt;script>alert(1)&lt;/script>\"")
        .doesNotContain("<script>alert");
  }

  @Test
  void faultOfANewLeadTypeComesBackOpen() {
    Shown refused = admin.post(LIST, "name", "kept", "default_country", "");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.page()).contains("data-open", "value=\"kept\"");
  }

  @Test
  void fieldOfARuleIsKeptAndToldAtTheFields() {
    Fixtures.Campaign campaign = fixtures.campaign();
    admin.edit(
        "/console/campaigns/" + campaign.id() + "/duplicates",
        "",
        "set1",
        "email",
        "days",
        "30",
        "action",
        "flag",
        "within",
        "campaign");

    Shown refused =
        admin.edit(
            LIST + "/" + campaign.leadTypeId(),
            "",
            "name",
            "type",
            "default_country",
            "US",
            "field0.name",
            "phone",
            "field0.label",
            "",
            "field0.type",
            "phone",
            "field0.options",
            "");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains(
            "must have email, because the duplicate rules of campaign %d name it"
                .formatted(campaign.id()));
  }

  @Test
  void campaignsThatUseItAreListedAndForbidItsDeletion() {
    Fixtures.Campaign campaign = fixtures.campaign();
    String path = LIST + "/" + campaign.leadTypeId();
    int unused = create("to go");

    Shown refused = admin.edit(path, "/delete");

    assertThat(admin.get(path).page()).contains("/console/campaigns/" + campaign.id());
    assertThat(admin.get(LIST + "?text=" + campaign.leadTypeId()).page())
        .contains("data-label=\"Used by campaigns\" class=\"number\">1<");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("Campaigns take leads of this lead type.");
    assertThat(admin.edit(LIST + "/" + unused, "/delete").location())
        .isEqualTo(LIST + "?done=deleted");
    assertThat(admin.get(LIST + "/" + unused).status()).isEqualTo(404);
  }

  @Test
  void staleEditIsTold() {
    int id = create("first");
    String path = LIST + "/" + id;
    String tag = admin.get(path).tag();
    admin.edit(path, "", "name", "of another", "default_country", "US");

    Shown stale = admin.post(path, "tag", tag, "name", "mine", "default_country", "US");

    assertThat(stale.status()).isEqualTo(422);
    assertThat(stale.text()).contains("Stored now, name: of another.");
  }

  @Test
  void hundredLeadTypesAreShownAndTheNextPageIsReachable() {
    String mark = "types-" + System.nanoTime();
    fixtures.change(
        "INSERT INTO lead_type (name) SELECT ? || i FROM generate_series(1, 110) AS i", mark);

    Shown first = admin.get(LIST + "?text=" + mark);
    String next = first.page().replaceAll("(?s).*href=\"([^\"]*after=[0-9]+[^\"]*)\".*", "$1");

    assertThat(rows(first)).isEqualTo(100);
    assertThat(rows(admin.get(next.replace("&amp;", "&")))).isEqualTo(10);
  }

  private static int rows(Shown list) {
    return list.page().split("data-label=\"Name\"", -1).length - 1;
  }

  @Test
  void leadTypeThatIsTooLargeForAFormIsShownWithoutOne() {
    int id = create("large");
    fixtures.change(
        "UPDATE lead_type SET fields = (SELECT jsonb_agg(jsonb_build_object("
            + "'name', 'f' || i, 'type', 'choice',"
            + " 'options', jsonb_build_array(repeat('a', 190), repeat('b', 190))))"
            + " FROM generate_series(1, 190) AS i) WHERE id = ?",
        id);
    String path = LIST + "/" + id;

    assertThat(admin.get(path).page())
        .contains("Change them by the Account API", ">f190<")
        .doesNotContain("field0.name");
    assertThat(admin.edit(path, "", "name", "renamed", "default_country", "US").status())
        .isEqualTo(303);
    assertThat(
            fixtures.number(
                "SELECT jsonb_array_length(fields) FROM lead_type WHERE id = ? AND name = 'renamed'",
                id))
        .isEqualTo(190);
  }
}
