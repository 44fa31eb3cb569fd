package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.SharedGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the browser tests are to find is found. */
class BrowserRecordSpec {

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
  void openAPage() {
    browser.fresh().open("/console/login");
  }

  @Test
  void quietPageIsQuiet() {
    browser.record().assertQuiet(browser.base());
    assertThat(browser.record().origins()).containsExactly(browser.base());
  }

  @Test
  void inlineScriptIsFoundAndDoesNotRun() {
    browser
        .driver()
        .executeScript(
            "const script = document.createElement('script'); script.textContent = 'window.ran = 1';"
                + " document.body.append(script)");

    browser.until("the violation is told", () -> !browser.record().violations().isEmpty());
    assertThat(browser.ask("window.ran")).isEqualTo("null");
  }

  @Test
  void messageOfTheConsoleIsFound() {
    browser.driver().executeScript("console.error('a fault of a page')");

    browser.until(
        "the message is told",
        () -> browser.record().messages().stream().anyMatch(text -> text.contains("a fault of")));
    assertThat(browser.record().violations()).isEmpty();
  }

  @Test
  void requestToAnotherOriginIsFound() {
    browser.open(browser.base().replace("127.0.0.1", "localhost") + "/console/login");

    assertThat(browser.record().origins()).hasSize(2);
  }
}
