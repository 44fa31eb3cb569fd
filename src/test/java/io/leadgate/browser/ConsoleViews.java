package io.leadgate.browser;

import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every page of the console, and each state of a page that looks different, on a gateway of its
 * own. The tests of accessibility and the screenshots take all of them. A new page is a new line
 * here, or in the views of its screens.
 */
final class ConsoleViews {

  private ConsoleViews() {}

  /** A gateway whose pages have all parts: a banner, and a provider that nothing here asks. */
  static RunningGateway gateway() {
    return RunningGateway.start(
        Map.of(
            "LEADGATE_CONSOLE_BANNER", "PRODUCTION",
            "LEADGATE_OIDC_ISSUER", "https://login.example/realms/ops",
            "LEADGATE_OIDC_CLIENT_ID", "leadgate",
            "LEADGATE_OIDC_CLIENT_SECRET", "a secret that no provider knows"));
  }

  /**
   * The views in the order in which they are to be opened: the first need empty lists, and the last
   * sign the admin out.
   */
  static Stream<View> of(RunningGateway gateway) {
    return Stream.of(
            empty(),
            new CredentialViews(gateway).all(),
            new SetupViews(gateway).all(),
            new AdminViews(gateway).all(),
            documents(),
            signedOut())
        .flatMap(List::stream);
  }

  /** The address of each page, once in the state that it has first. */
  static List<String> addresses(Credential credential, Campaign campaign) {
    return List.of(
        "/console/credentials",
        "/console/credentials/" + credential.clientId(),
        "/console/lead-sources",
        "/console/lead-sources/" + campaign.leadSourceId(),
        "/console/lead-sources/" + campaign.leadSourceId() + "/campaigns",
        "/console/lead-sources/" + campaign.leadSourceId() + "/credentials",
        "/console/campaigns/" + campaign.id(),
        "/console/campaigns/" + campaign.id() + "/duplicates",
        "/console/lead-types",
        "/console/lead-types/" + campaign.leadTypeId(),
        "/console/admins",
        "/console/admins/" + RunningGateway.ADMIN,
        "/console/audit",
        "/console/me",
        "/console/zone",
        "/console/docs",
        "/console/nothing");
  }

  private static List<View> empty() {
    return Stream.of("credentials", "lead-sources", "lead-types")
        .map(list -> View.at(list + "-empty", "/console/" + list))
        .toList();
  }

  private static List<View> documents() {
    return List.of(
        View.at("zone", "/console/zone"),
        View.at("me", "/console/me"),
        View.at("not-found", "/console/nothing"),
        new View("docs", browser -> docs(browser, "/console/docs")),
        new View("docs-public", browser -> docs(browser, "/console/docs/public")),
        new View(
            "docs-operation",
            browser -> {
              docs(browser, "/console/docs");
              browser
                  .click("#operations-Ops-getReady .opblock-summary-control")
                  .until("it is open", () -> browser.shows(".opblock-body .try-out"));
            }));
  }

  private static List<View> signedOut() {
    return List.of(
        new View(
            "sign-in", browser -> withoutCookies(browser).open("/console/login?done=signed_out")),
        new View(
            "sign-in-wrong",
            browser ->
                withoutCookies(browser)
                    .open("/console/login")
                    .fill("[name=name]", RunningGateway.ADMIN)
                    .fill("[name=password]", "a guess")
                    .follow("main button.primary")),
        new View("role-too-small", browser -> asViewer(browser).open("/console/credentials")),
        new View(
            "lead-sources-of-a-viewer",
            browser -> asViewer(browser).open("/console/lead-sources").follow("tbody a")));
  }

  private static ConsoleBrowser withoutCookies(ConsoleBrowser browser) {
    browser.driver().manage().deleteAllCookies();
    return browser;
  }

  private static ConsoleBrowser asViewer(ConsoleBrowser browser) {
    return withoutCookies(browser).signIn("viewer", RunningGateway.ADMIN_PASSWORD);
  }

  static void docs(ConsoleBrowser browser, String path) {
    browser
        .open(path)
        .until("the document is shown", () -> browser.shows("#swagger-ui .opblock-summary"));
  }
}
