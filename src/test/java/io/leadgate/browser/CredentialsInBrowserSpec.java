package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** Every action on credentials, as an admin does it in a browser. */
class CredentialsInBrowserSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();

  @RegisterExtension static final SignedInBrowser BROWSER = new SignedInBrowser(GATEWAY);

  private final ConsoleBrowser browser = BROWSER.get();
  private final Credential credential = GATEWAY.fixtures().credential("lead_receiver");
  private final String page = "/console/credentials/" + credential.clientId();

  private JsonNode stored() {
    return GATEWAY.management().admin().get("/admin/credentials/" + credential.clientId()).json();
  }

  @Test
  void disablesAndEnables() {
    browser.open(page).click("[commandfor=disable]");
    assertThat(browser.text("#disable")).contains("It was never used.");
    browser.follow("#disable button.danger");

    assertThat(browser.text(".notice")).startsWith("Disabled.");
    assertThat(stored().path("enabled").booleanValue()).isFalse();

    browser.follow("form[action$='/enable'] button");
    assertThat(browser.text(".notice")).isEqualTo("Enabled.");
    assertThat(stored().path("enabled").booleanValue()).isTrue();
  }

  @Test
  void renamesAndBinds() {
    int source = GATEWAY.fixtures().campaign().leadSourceId();
    browser.open(page).fill("main [name=description]", "Acme, production");
    browser
        .chooseNumber("main form.narrow-form [name=source]", source)
        .follow("main form.narrow-form button");

    assertThat(browser.text("h1")).isEqualTo("Acme, production");
    assertThat(stored().path("lead_source_id").intValue()).isEqualTo(source);
    assertThat(stored().path("description").textValue()).isEqualTo("Acme, production");
    browser.follow(".facts a[href='/console/lead-sources/" + source + "']");
    browser.open(page);
    if (browser.property("main form.narrow-form [name=source]", "tagName").equals("SELECT")) {
      browser.choose("main form.narrow-form [name=source]", "");
    } else {
      browser.fill("main form.narrow-form [name=source]", "");
    }
    browser.follow("main form.narrow-form button");
    assertThat(stored().path("lead_source_id").isNull()).isTrue();
  }

  @Test
  void deletesTheOlderSecret() {
    GATEWAY.fixtures().token(credential);
    browser.until("the use is stored", () -> !stored().at("/secrets/0/last_used_at").isNull());
    browser.open(page).click("[commandfor=add]").click("#add button.primary");
    browser.text("#client-secret");
    browser.click("[data-saved]").follow("[data-close-when-saved]");
    String older = stored().at("/secrets/0/id").textValue();

    browser.click("[commandfor='delete-" + older + "']");
    assertThat(browser.text("dialog[open] .warn")).startsWith("It was used ");
    browser.follow("dialog[open] button.danger");

    assertThat(browser.text(".notice")).startsWith("The secret is deleted.");
    assertThat(stored().path("secrets")).hasSize(1);
    assertThat(stored().at("/secrets/0/id").textValue()).isNotEqualTo(older);
    assertThat(browser.text("tbody")).contains("the last secret stays");
  }

  @Test
  void endsAllTokens() {
    String token = GATEWAY.fixtures().token(credential);

    browser.open(page).click("[commandfor=end]").follow("#end button.danger");

    assertThat(browser.text(".notice")).startsWith("All tokens");
    assertThat(
            GATEWAY.api().bearer(token).post(GATEWAY.fixtures().campaign().leads(), "{}").status())
        .isEqualTo(401);
  }

  @Test
  void cancelledDialogChangesNothingAndTheFocusReturns() {
    browser.open(page).click("[commandfor=disable]").click("#disable [command=close]");
    assertThat(browser.focused()).isEqualTo("Disable");

    browser.press(Keys.ENTER).until("the dialog is open", () -> browser.shows("#disable[open]"));
    browser.press(Keys.ESCAPE).until("the dialog is shut", () -> !browser.shows("#disable"));
    assertThat(browser.focused()).isEqualTo("Disable");
    assertThat(stored().path("enabled").booleanValue()).isTrue();
  }

  @Test
  void keysOpenThePopupAndTheSearch() {
    browser.open("/console/credentials").press("n");
    browser.until("the popup is open", () -> browser.shows("#new[open]"));
    assertThat(browser.focused()).isEqualTo("description");
    browser.press(Keys.ESCAPE).until("the popup is shut", () -> !browser.shows("#new"));
    assertThat(browser.focused()).isEqualTo("new");

    browser.press("/");
    assertThat(browser.focused()).isEqualTo("text");
    browser.press("n/");
    assertThat(browser.value("[data-search]")).isEqualTo("n/");
    assertThat(browser.shows("#new")).isFalse();
  }

  @Test
  void filterStandsInTheAddressAndSurvivesReloadAndBack() {
    browser
        .open("/console/credentials")
        .fill("[name=text]", credential.clientId())
        .choose("[name=state]", "never_used")
        .follow(".filters button");
    String filtered = browser.path();
    assertThat(filtered).contains("text=" + credential.clientId(), "state=never_used");
    assertThat(browser.count("tbody tr")).isEqualTo(1);

    browser.driver().navigate().refresh();
    assertThat(browser.value("[name=state]")).isEqualTo("never_used");
    assertThat(browser.count("tbody tr")).isEqualTo(1);

    browser.follow("tbody a");
    assertThat(browser.path()).isEqualTo(page);
    browser.driver().navigate().back();
    assertThat(browser.path()).isEqualTo(filtered);
    assertThat(browser.value("[name=text]")).isEqualTo(credential.clientId());
    assertThat(browser.count("tbody tr")).isEqualTo(1);
  }

  @Test
  void clientIdIsCopied() {
    browser.open(page).click("[data-copy=client-id-here]");

    browser.until(
        "it is copied",
        () -> browser.text("[data-copy=client-id-here] + [data-copied]").equals("Copied"));
  }
}
