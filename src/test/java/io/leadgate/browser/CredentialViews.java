package io.leadgate.browser;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Http;
import java.util.List;
import java.util.function.Consumer;

/** The pages of credentials. */
final class CredentialViews {

  static final String LONG =
      "Sonnenschein Energieberatungsgesellschaft mbH & Co. KG, production, second system of the"
          + " call centre in Braunschweig-Wolfenbüttel";

  private static final String LIST = "/console/credentials";

  private final RunningGateway gateway;
  private boolean isFilled;

  CredentialViews(RunningGateway gateway) {
    this.gateway = gateway;
  }

  /** Opens the only credential with two secrets. */
  private Consumer<ConsoleBrowser> rotated(String query, String... clicks) {
    return browser -> {
      browser.open(list() + "?text=Sonnenschein").follow("tbody a");
      browser.open(browser.path() + query);
      for (String click : clicks) {
        browser.click(click);
      }
    };
  }

  List<View> all() {
    return List.of(
        View.at("credentials", this::list),
        View.at("credentials-none-fits", LIST + "?text=nobody"),
        View.dialog("credentials-new", this::list, "[data-new]"),
        new View("credentials-new-faults", CredentialViews::faultyForm),
        new View("credentials-secret", CredentialViews::secret),
        new View("credentials-told", CredentialViews::endedSession),
        new View("credential", browser -> rotated("").accept(browser.signIn())),
        new View("credential-notice", rotated("?done=secret_deleted")),
        new View("credential-disable", rotated("", "[commandfor=disable]")),
        new View("credential-end", rotated("", "[commandfor=end]")),
        new View("credential-delete-secret", rotated("", "[commandfor^=delete-]")),
        new View(
            "credential-add",
            browser ->
                browser
                    .open(LIST + "/" + gateway.fixtures().credential("data_api").clientId())
                    .click("[commandfor=add]")));
  }

  private static void faultyForm(ConsoleBrowser browser) {
    browser
        .open(LIST)
        .click("[data-new]")
        .fill("#new [name=description]", LONG)
        .click("#new [name=static_key]")
        .click("#new button.primary")
        .until("the faults are told", () -> browser.shows("#new .fault-of"));
  }

  private static void endedSession(ConsoleBrowser browser) {
    browser.open(LIST).click("[data-new]").fill("#new [name=description]", LONG);
    browser.driver().manage().deleteAllCookies();
    browser
        .click("#new button.primary")
        .until("the page says so", () -> browser.shows("#new [data-told]"));
  }

  private static void secret(ConsoleBrowser browser) {
    browser
        .open(LIST)
        .click("[data-new]")
        .fill("#new [name=description]", "Acme, production")
        .click("#new [value=lead_receiver]")
        .click("#new button.primary")
        .until("the secret is there", () -> browser.shows("#client-secret"));
  }

  private String list() {
    if (!isFilled) {
      isFilled = true;
      fill();
    }
    return LIST;
  }

  /** Makes a credential with two secrets and a long description, beside others. */
  private void fill() {
    Fixtures fixtures = gateway.fixtures();
    Http admin = gateway.management().admin();
    int source = fixtures.campaign().leadSourceId();
    fixtures.staticKey(source);
    Credential disabled = fixtures.credential("data_api");
    Credential made = fixtures.boundCredential(source, "lead_receiver", "data_api", "account_api");
    fixtures.token(made);
    admin.patch("/admin/credentials/" + disabled.clientId(), "{\"enabled\":false}");
    String path = "/admin/credentials/" + made.clientId();
    admin.patch(path, "{\"description\":\"%s\"}".formatted(LONG));
    admin.send("POST", path + "/secrets", new byte[0]);
  }
}
