package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.SharedGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** A secret is shown once, is not lost by accident, and is nowhere afterwards. */
class SecretOnceSpec {

  private static ConsoleBrowser browser;

  @BeforeAll
  static void start() {
    browser = Browsers.at(SharedGateway.get().management().base());
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

  @Test
  void popupShowsIdAndSecretThatWork() {
    String secret = browser.makeCredential();
    String clientId = browser.text("#client-id");

    assertThat(SharedGateway.get().fixtures().token(new Credential(clientId, secret))).isNotEmpty();
    browser.record().assertQuiet(browser.base());
  }

  @Test
  void escapeAndAClickOutsideDoNotLoseTheSecret() {
    String secret = browser.makeCredential();

    browser.press(Keys.ESCAPE, Keys.ESCAPE, Keys.ESCAPE);
    new Actions(browser.driver()).moveByOffset(5, 5).click().perform();
    browser.driver().executeScript("document.querySelector('#new').requestClose()");

    assertThat(browser.shows("#new[open]")).isTrue();
    assertThat(browser.text("#client-secret")).isEqualTo(secret);
    assertThat(browser.property("[data-close-when-saved]", "disabled")).isEqualTo("true");
    browser.record().assertQuiet(browser.base());
  }

  @Test
  void backDoesNotLoseTheSecret() {
    String secret = browser.makeCredential();

    browser.driver().navigate().back();
    browser.driver().navigate().back();

    assertThat(browser.path()).isEqualTo("/console/credentials");
    assertThat(browser.text("#client-secret")).isEqualTo(secret);
  }

  @Test
  void browserAsksBeforeAReloadLosesTheSecret() {
    browser.makeCredential();

    browser.driver().navigate().refresh();

    assertThat(browser.record().questions()).containsExactly("beforeunload");
  }

  @Test
  void browserAsksNothingOnceTheSecretIsSaved() {
    browser.makeCredential();

    browser.click("[data-saved]").driver().navigate().refresh();

    assertThat(browser.record().questions()).isEmpty();
  }

  @Test
  void afterDoneTheSecretIsNowhere() {
    String secret = browser.makeCredential();
    assertThat(browser.ask("document.title")).doesNotContain(secret);
    assertThat(browser.path()).doesNotContain(secret);

    browser.click("[data-saved]").follow("[data-close-when-saved]");

    assertThat(browser.path()).startsWith("/console/credentials/");
    assertThat(browser.source()).doesNotContain(secret);
    assertThat(kept()).doesNotContain(secret);
    browser.driver().navigate().back();
    browser.until("the list is back", () -> browser.path().equals("/console/credentials"));
    assertThat(browser.source()).doesNotContain(secret);
    assertThat(kept()).doesNotContain(secret);
    browser.record().assertQuiet(browser.base());
  }

  private static String kept() {
    return browser.ask(
        "JSON.stringify([localStorage, sessionStorage, history.state, document.title, location.href])");
  }

  @Test
  void secondSecretIsShownOnceToo() {
    browser.makeCredential();
    browser.click("[data-saved]").follow("[data-close-when-saved]");

    browser.click("[commandfor=add]").click("#add button.primary");
    String second = browser.text("#client-secret");
    browser.press(Keys.ESCAPE, Keys.ESCAPE);
    assertThat(browser.text("#client-secret")).isEqualTo(second);
    browser.click("[data-saved]").follow("[data-close-when-saved]");

    assertThat(browser.source()).doesNotContain(second);
    assertThat(browser.count("tbody tr")).isEqualTo(2);
    browser.record().assertQuiet(browser.base());
  }
}
