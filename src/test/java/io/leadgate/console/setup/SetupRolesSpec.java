package io.leadgate.console.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the pages of setting up have for each role, and which forms are refused. */
class SetupRolesSpec {

  private final RunningGateway gateway = SharedGateway.get();
  private final Fixtures.Campaign campaign = gateway.fixtures().openCampaign();
  private final String source = "/console/lead-sources/" + campaign.leadSourceId();
  private final String type = "/console/lead-types/" + campaign.leadTypeId();
  private final String path = "/console/campaigns/" + campaign.id();
  private final List<String> ofOperators =
      List.of("/console/lead-sources", source, source + "/campaigns", path, path + "/duplicates");
  private final List<String> ofAdmins = List.of("/console/lead-types", type);

  /** The page without the sign-out, which stands on each page. */
  private static boolean hasAForm(AdminBrowser browser, String page) {
    AdminBrowser.Shown shown = browser.get(page);
    assertThat(shown.status()).as(page).isEqualTo(200);
    return shown
        .page()
        .replace("method=\"post\" action=\"/console/logout\"", "")
        .contains("method=\"post\"");
  }

  @Test
  void viewerSeesAllPagesAndNoForm() {
    AdminBrowser viewer = AdminBrowser.ofRole(gateway, "viewer");

    assertThat(ofOperators).noneMatch(page -> hasAForm(viewer, page));
    assertThat(ofAdmins).noneMatch(page -> hasAForm(viewer, page));
    assertThat(viewer.get(source).page()).doesNotContain("/credentials\"");
    assertThat(viewer.get(source + "/credentials").status()).isEqualTo(403);
    assertThat(viewer.get(path).text()).doesNotContain("without a token and would have");
    for (String form :
        List.of(
            "/console/lead-sources",
            source,
            source + "/status",
            source + "/delete",
            source + "/campaigns",
            path,
            path + "/authentication",
            path + "/delete",
            path + "/duplicates",
            path + "/duplicates/delete",
            "/console/lead-types",
            type,
            type + "/delete")) {
      assertThat(viewer.post(form, "name", "x").status()).as(form).isEqualTo(403);
    }
  }

  @Test
  void operatorChangesLeadSourcesAndCampaignsAndNoLeadTypes() {
    AdminBrowser operator = AdminBrowser.ofRole(gateway, "operator");

    assertThat(ofOperators).allMatch(page -> hasAForm(operator, page));
    assertThat(ofAdmins).noneMatch(page -> hasAForm(operator, page));
    assertThat(operator.get(source).page()).doesNotContain("/credentials\"");
    assertThat(operator.get(source + "/credentials").status()).isEqualTo(403);
    assertThat(operator.post("/console/lead-types", "name", "x").status()).isEqualTo(403);
    assertThat(operator.post(type, "name", "x").status()).isEqualTo(403);
    assertThat(operator.post(type + "/delete").status()).isEqualTo(403);
    int made = operator.post("/console/lead-sources", "name", "by an operator").id();
    assertThat(operator.audited("lead_source.create", made, "by an operator")).isEqualTo(1);
  }

  @Test
  void adminHasEachForm() {
    AdminBrowser admin = AdminBrowser.admin(gateway);

    assertThat(ofOperators).allMatch(page -> hasAForm(admin, page));
    assertThat(ofAdmins).allMatch(page -> hasAForm(admin, page));
    assertThat(admin.get(source).page()).contains(source + "/credentials");
    assertThat(admin.get(source + "/credentials").status()).isEqualTo(200);
  }

  @Test
  void pageOfNothingIsNotFound() {
    AdminBrowser admin = AdminBrowser.admin(gateway);

    for (String page :
        List.of(
            "/console/lead-sources/2147480000",
            "/console/lead-sources/2147480000/campaigns",
            "/console/lead-sources/2147480000/credentials",
            "/console/lead-sources/x",
            "/console/campaigns/2147480000",
            "/console/campaigns/2147480000/duplicates",
            "/console/lead-types/2147480000")) {
      assertThat(admin.get(page).status()).as(page).isEqualTo(404);
    }
    assertThat(admin.post("/console/campaigns/2147480000", "name", "x").status()).isEqualTo(404);
  }
}
