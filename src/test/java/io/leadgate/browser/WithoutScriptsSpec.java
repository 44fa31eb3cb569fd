package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console in a browser that runs no scripts of pages. */
class WithoutScriptsSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static ConsoleBrowser browser;

  @BeforeAll
  static void start() {
    browser = Browsers.withoutScripts(GATEWAY.management().base());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void signIn() {
    browser.fresh().signIn();
  }

  /** A control: the copying button is shown by the script alone. */
  @Test
  void scriptsOfPagesDoNotRun() {
    browser.open("/console/zone");

    assertThat(browser.shows("[data-own-zone]")).isFalse();
    assertThat(browser.ask("typeof htmx")).isEqualTo("undefined");
  }

  @Test
  void credentialIsMadeAndShownOnce() {
    browser
        .open("/console/credentials")
        .click("[data-new]")
        .fill("#new [name=description]", "Acme")
        .click("#new [value=lead_receiver]")
        .follow("#new button.primary");
    assertThat(browser.text("h1")).isEqualTo("Shown this once");
    String secret = browser.text("main pre.client-secret");
    assertThat(GATEWAY.fixtures().token(new Credential(browser.text("main pre.client-id"), secret)))
        .isNotEmpty();

    browser.follow("main a.primary");
    assertThat(browser.text("h1")).isEqualTo("Acme");
    assertThat(browser.source()).doesNotContain(secret);
  }

  @Test
  void faultyFormIsShownAgain() {
    browser
        .open("/console/credentials")
        .click("[data-new]")
        .fill("#new [name=description]", "Acme")
        .follow("#new button.primary");

    assertThat(browser.shows(".fault-of")).isTrue();
    assertThat(browser.value("[name=description]")).isEqualTo("Acme");
    assertThat(browser.shows("header nav")).isTrue();
  }

  @Test
  void credentialIsDisabledAndTheZoneChosen() {
    Credential credential = GATEWAY.fixtures().credential("lead_receiver");
    browser
        .open("/console/credentials/" + credential.clientId())
        .click("[commandfor=disable]")
        .follow("#disable .danger");
    assertThat(browser.text(".notice")).startsWith("Disabled.");

    browser.follow("footer a").fill("[name=zone]", "Europe/Berlin").follow("main button.primary");
    assertThat(browser.text("footer a")).isEqualTo("Europe/Berlin");
    browser.follow(".who button");
    assertThat(browser.path()).startsWith("/console/login");
    browser.record().assertQuiet(browser.base());
  }

  @Test
  void vendorIsSetUpFromTheLeadTypeToTheDuplicateRules() {
    browser
        .open("/console/lead-types")
        .click("[data-new]")
        .fill("#new [name=name]", "Solar")
        .fill("#new [name=default_country]", "DE")
        .follow("#new button.primary");
    browser
        .fill("[name='field0.name']", "email")
        .choose("[name='field0.type']", "email")
        .follow("main form[method=post] > .card button.primary");
    assertThat(browser.text(".notice")).startsWith("Saved.");
    int type = Integer.parseInt(browser.path().replaceFirst("^.*/(\\d+)\\D.*", "$1"));

    browser
        .open("/console/lead-sources")
        .click("[data-new]")
        .fill("#new [name=name]", "Acme")
        .follow("#new button.primary");
    browser
        .follow(".tabs a[href$='/campaigns']")
        .click("[data-new]")
        .fill("#new [name=name]", "Spring")
        .chooseNumber("#new [name=lead_type]", type)
        .follow("#new button.primary");
    assertThat(browser.text("h1")).isEqualTo("Spring");
    browser.click("[commandfor=authentication]").follow("#authentication button.danger");
    assertThat(browser.text(".facts")).contains("anybody who knows the campaign's id");

    browser
        .follow(".tabs a[href$='/duplicates']")
        .fill("[name=set1]", "email")
        .follow("main form.narrow-form button");
    assertThat(browser.text(".facts")).contains("email");
    browser.click("[commandfor=remove]").follow("#remove button.danger");
    assertThat(browser.text(".empty")).contains("No duplicate rules");
    browser.record().assertQuiet(browser.base());
  }

  @Test
  void adminIsMadeLoweredAndDisabledAndTheAuditLogIsFiltered() {
    String name = "plain-" + System.nanoTime();
    browser
        .open("/console/admins")
        .click("[data-new]")
        .fill("#new [name=name]", name)
        .click("#new [value=operator]")
        .follow("#new button.primary");
    assertThat(browser.text("#admin-password")).hasSize(24);
    browser.follow("[data-close-when-saved]");
    browser.choose("[name=role]", "viewer").follow("form[action$='/role'] button");
    assertThat(browser.text(".notice")).startsWith("The role is set");
    browser.click("[commandfor=disable]").follow("#disable button.danger");
    assertThat(browser.text(".head .tag")).isEqualTo("disabled");

    browser
        .open("/console/audit")
        .fill("[name=subject]", name)
        .choose("[name=action]", "admin_user.")
        .follow(".filters button");
    assertThat(browser.count("tbody tr")).isEqualTo(3);
    browser.record().assertQuiet(browser.base());
  }
}
