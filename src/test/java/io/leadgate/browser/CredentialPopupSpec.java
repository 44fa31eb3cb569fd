package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.SharedGateway;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The popup of a new credential keeps what was typed, whatever the answer is. */
class CredentialPopupSpec {

  @RegisterExtension
  static final SignedInBrowser BROWSER = new SignedInBrowser(SharedGateway.get());

  private final ConsoleBrowser browser = BROWSER.get();

  @Test
  void faultyFormKeepsWhatWasTyped() {
    browser
        .open("/console/credentials")
        .click("[data-new]")
        .fill("#new [name=description]", "Acme")
        .click("#new [name=static_key]")
        .click("#new button.primary")
        .until("the faults are told", () -> browser.shows("#new .fault-of"));

    assertThat(browser.shows("#new[open]")).isTrue();
    assertThat(browser.text("#new fieldset .fault-of")).startsWith("The choice must be ");
    assertThat(browser.text("#new label:has([name=source]) + .fault-of"))
        .isEqualTo("The lead source is required for a static key.");
    assertThat(browser.value("#new [name=description]")).isEqualTo("Acme");
    assertThat(browser.property("#new [name=static_key]", "checked")).isEqualTo("true");

    browser
        .click("#new [name=static_key]")
        .click("#new [value=data_api]")
        .click("#new button.primary");
    assertThat(browser.text("#client-secret")).startsWith("lgs_");
    browser.click("[data-saved]").follow("[data-close-when-saved]");
  }

  @Test
  void endedSessionIsToldInThePopupAndNothingTypedIsLost() {
    browser
        .open("/console/credentials")
        .click("[data-new]")
        .fill("#new [name=description]", "Acme");
    browser.driver().manage().deleteAllCookies();

    browser.click("#new button.primary");

    assertThat(browser.text("#new [data-told]")).startsWith("Your session has ended");
    assertThat(browser.value("#new [name=description]")).isEqualTo("Acme");
    assertThat(browser.count("header")).isEqualTo(1);
  }

  @Test
  void missingAnswerIsToldInThePopup() {
    browser
        .open("/console/credentials")
        .click("[data-new]")
        .fill("#new [name=description]", "Acme");
    browser
        .driver()
        .executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of("*/console/*")));
    try {
      browser.click("#new button.primary");

      assertThat(browser.text("#new [data-told]")).startsWith("No answer came.");
      assertThat(browser.value("#new [name=description]")).isEqualTo("Acme");
    } finally {
      browser.driver().executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of()));
      browser.record().forget();
    }
  }
}
