package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every action on the audit log, as an admin does it in a browser. */
class AuditInBrowserSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();

  @RegisterExtension static final SignedInBrowser BROWSER = new SignedInBrowser(GATEWAY);

  private final ConsoleBrowser browser = BROWSER.get();
  private final Credential credential = GATEWAY.fixtures().credential("lead_receiver");
  private final String page = "/console/credentials/" + credential.clientId();

  @Test
  void changeOfACredentialStandsThereWithBeforeAndAfterAndLinks() {
    browser.open(page).click("[commandfor=disable]").follow("#disable button.danger");
    browser.follow(".facts a[href^='/console/audit']");

    assertThat(browser.text("tbody tr"))
        .contains(RunningGateway.ADMIN, "changed a credential", "127.0.0.1")
        .containsPattern("enabled\\s+true\\s+→\\s+false");
    assertThat(browser.count("tbody tr")).isEqualTo(2);
    browser.follow("tbody td[data-label=Subject] a");
    assertThat(browser.path()).isEqualTo(page);
  }

  @Test
  void filtersStandInTheAddressAndNarrowTheList() {
    browser.open(page).click("[commandfor=disable]").follow("#disable button.danger");

    browser.open("/console/audit").press("/");
    assertThat(browser.focused()).isEqualTo("actor");
    browser
        .fill("[name=actor]", RunningGateway.ADMIN)
        .fill("[name=subject]", credential.clientId())
        .choose("[name=action]", "credential.update")
        .follow(".filters button");
    assertThat(browser.count("tbody tr")).isEqualTo(1);
    assertThat(browser.path())
        .contains("subject=" + credential.clientId(), "action=credential.update");

    browser.driver().navigate().refresh();
    assertThat(browser.value("[name=action]")).isEqualTo("credential.update");
    assertThat(browser.count("tbody tr")).isEqualTo(1);
    browser
        .driver()
        .executeScript("document.querySelector('[name=from]').value='2099-01-01T00:00'");
    browser.follow(".filters button");
    assertThat(browser.text(".empty")).contains("No change fits the filter.");
    browser.follow(".empty a");
    assertThat(browser.path()).isEqualTo("/console/audit");
  }

  @Test
  void csvIsOfferedForWhatIsFiltered() {
    browser.open("/console/audit?subject=" + credential.clientId());

    String link = browser.property("a[download]", "href");
    assertThat(link).contains("/console/audit.csv?subject=" + credential.clientId());
    String csv =
        String.valueOf(
            browser
                .driver()
                .executeAsyncScript(
                    "fetch(document.querySelector('a[download]').href).then(answer => answer.text())"
                        + ".then(arguments[0])"));
    assertThat(csv.lines()).hasSize(2);
    assertThat(csv).contains("credential.create", credential.clientId());
  }

  @Test
  void valuesOfANewObjectAreUnfoldedAndTheActorHasAPage() {
    int campaign = GATEWAY.fixtures().campaign().id();
    browser.open("/console/audit?action=campaign.create&subject=" + campaign);
    assertThat(browser.shows("details div")).isFalse();

    browser.click("details summary");
    assertThat(browser.text("details")).contains("require_authentication");

    browser.follow("tbody td[data-label=Actor] a");
    assertThat(browser.path()).startsWith("/console/credentials/");
  }
}
