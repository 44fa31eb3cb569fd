package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.SharedGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** Every action on lead sources, as an admin does it in a browser. */
class LeadSourcesInBrowserSpec {

  @RegisterExtension
  static final SignedInBrowser BROWSER = new SignedInBrowser(SharedGateway.get());

  private static final String LIST = "/console/lead-sources";

  private final ConsoleBrowser browser = BROWSER.get();
  private final Fixtures fixtures = SharedGateway.get().fixtures();

  /** Makes a lead source in the popup, which the key opens; its page is shown then. */
  private String make(String name) {
    browser.open(LIST).press("n").until("the popup is open", () -> browser.shows("#new[open]"));
    assertThat(browser.focused()).isEqualTo("name");
    browser.fill("#new [name=name]", name).follow("#new button.primary");
    return browser.path().replaceFirst("\\?.*", "");
  }

  private long stored(String page, String condition) {
    return fixtures.number(
        "SELECT count(*) FROM lead_source WHERE id = ? AND " + condition,
        Integer.valueOf(page.replaceFirst(".*/", "")));
  }

  @Test
  void leadSourceIsMadeChangedAndDeleted() {
    String page = make("Acme & Sons");
    assertThat(browser.text(".notice")).isEqualTo("Created.");
    assertThat(browser.text("h1")).isEqualTo("Acme & Sons");

    browser
        .fill("main [name=name]", "Acme Solar")
        .click("main [name=reference_is_key]")
        .follow("main form.narrow-form button");
    assertThat(browser.text(".notice")).startsWith("Saved.");
    assertThat(browser.text("h1")).isEqualTo("Acme Solar");
    assertThat(stored(page, "name = 'Acme Solar' AND reference_is_key")).isEqualTo(1);

    browser.click("[commandfor=delete]").click("#delete [command=close]");
    assertThat(browser.focused()).isEqualTo("Delete");
    browser.click("[commandfor=delete]").follow("#delete button.danger");
    assertThat(browser.path()).isEqualTo(LIST);
    assertThat(browser.text(".notice")).isEqualTo("Deleted.");
    assertThat(stored(page, "deleted_at IS NULL")).isZero();
  }

  @Test
  void leadSourceIsDeactivatedWithItsConsequenceAndActivated() {
    Campaign campaign = fixtures.campaign();
    String page = LIST + "/" + campaign.leadSourceId();

    browser.open(page).click("[commandfor=status]");
    assertThat(browser.text("#status .warn"))
        .startsWith(
            "1 active campaign takes no leads then. Leads of this lead source in the last 24 h: 0.");
    browser.follow("#status button.danger");
    assertThat(stored(page, "status = 'inactive'")).isEqualTo(1);
    assertThat(browser.text(".head .tag")).isEqualTo("inactive");

    browser.click("[commandfor=status]");
    assertThat(browser.text("#status")).contains("1 active campaign takes leads then.");
    browser.follow("#status button.primary");
    assertThat(stored(page, "status = 'active'")).isEqualTo(1);
  }

  @Test
  void leadSourceInUseHasNoButtonForItsDeletion() {
    String page = LIST + "/" + fixtures.campaign().leadSourceId();

    browser.open(page);

    assertThat(browser.count("[commandfor=delete]")).isZero();
    assertThat(browser.text("main")).contains("deactivate it instead");
  }

  @Test
  void faultyFormComesBackInItsPopup() {
    browser.open(LIST).click("[data-new]");
    browser.driver().executeScript("document.querySelector('#new [name=name]').maxLength = 300");
    browser.fill("#new [name=name]", "x".repeat(201)).follow("#new button.primary");

    assertThat(browser.shows("#new[open]")).isTrue();
    assertThat(browser.text("#new .fault-of")).startsWith("The name must have 1 to 200 characters");
    assertThat(browser.value("#new [name=name]")).hasSize(201);
    browser.press(Keys.ESCAPE).until("the popup is shut", () -> !browser.shows("#new"));
  }

  @Test
  void filterStandsInTheAddressAndSurvivesBack() {
    String page = make("Filtered " + System.nanoTime());
    String name = browser.text("h1");

    browser.open(LIST).press("/");
    assertThat(browser.focused()).isEqualTo("text");
    browser.fill("[name=text]", name).choose("[name=status]", "active").follow(".filters button");
    String filtered = browser.path();
    assertThat(filtered).contains("text=Filtered", "status=active");
    assertThat(browser.count("tbody tr")).isEqualTo(1);

    browser.follow("tbody a");
    assertThat(browser.path()).isEqualTo(page);
    browser.driver().navigate().back();
    browser.until("the list is back", () -> browser.path().equals(filtered));
    assertThat(browser.value("[name=text]")).isEqualTo(name);
    browser.choose("[name=status]", "inactive").follow(".filters button");
    assertThat(browser.text(".empty")).contains("No lead source fits the filter.");
    browser.follow(".empty a");
    assertThat(browser.path()).isEqualTo(LIST);
  }

  @Test
  void tabsHaveAddressesAndTheCredentialsTabLeadsToANewCredential() {
    Campaign campaign = fixtures.campaign();
    int source = campaign.leadSourceId();
    Credential bound = fixtures.boundCredential(source, "lead_receiver");
    browser.open(LIST + "/" + source).follow(".tabs a[href$='/campaigns']");
    assertThat(browser.text("tbody")).contains(Integer.toString(campaign.id()));

    browser.follow(".tabs a[href$='/credentials']");
    assertThat(browser.path()).isEqualTo(LIST + "/" + source + "/credentials");
    assertThat(browser.text(".tabs [aria-current]")).isEqualTo("Credentials");
    assertThat(browser.count("tbody a[href$='" + bound.clientId() + "']")).isEqualTo(1);

    browser.follow("[data-new]");
    assertThat(browser.path()).isEqualTo("/console/credentials?new=1&source=" + source);
    assertThat(browser.shows("#new[open]")).isTrue();
    assertThat(browser.value("#new [name=source]")).isEqualTo(Integer.toString(source));
  }

  @Test
  void formThatIsSentTwiceMakesOneLeadSource() {
    String name = "Twice " + System.nanoTime();
    browser.open(LIST).click("[data-new]").fill("#new [name=name]", name);

    browser
        .driver()
        .executeScript(
            "const form = document.querySelector('#new form'); document.documentElement.dataset.left"
                + " = 'no'; form.requestSubmit(); form.requestSubmit();");

    browser.until("the page is there", () -> browser.text("h1").equals(name));
    assertThat(fixtures.number("SELECT count(*) FROM lead_source WHERE name = ?", name))
        .isEqualTo(1);
  }
}
