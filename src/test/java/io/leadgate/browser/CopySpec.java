package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The button that copies a secret works over plain HTTP too, and says so where it does not. */
class CopySpec {

  private static final String HOST = "console.example";
  private static RunningGateway gateway;
  private static ConsoleBrowser browser;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start(Map.of("LEADGATE_MANAGEMENT_HOSTS", HOST));
    browser =
        Browsers.at(
            gateway.management().base(), "--host-resolver-rules=MAP " + HOST + " 127.0.0.1");
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  @BeforeEach
  void signIn() {
    browser.fresh().signIn();
  }

  @Test
  void copyWorksWithTheClipboard() {
    allowClipboard();
    String secret = browser.makeCredential();

    browser.click("[data-copy=client-secret]");

    browser.until(
        "it is copied",
        () -> browser.text("[data-copy=client-secret] + [data-copied]").equals("Copied"));
    assertThat(clipboard()).isEqualTo(secret);
  }

  private static void allowClipboard() {
    browser
        .driver()
        .executeCdpCommand(
            "Browser.grantPermissions",
            Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
  }

  private static String clipboard() {
    return String.valueOf(
        browser
            .driver()
            .executeAsyncScript(
                "navigator.clipboard.readText().then(arguments[0], error => arguments[0](String(error)))"));
  }

  /** A page of a host name without TLS is no secure context, so it has no clipboard API. */
  @Test
  void copyWorksWithoutTheClipboardApi() {
    String origin = browser.base().replace("127.0.0.1", HOST);
    browser
        .open(origin + "/console/login?next=/console/credentials")
        .fill("[name=name]", RunningGateway.ADMIN)
        .fill("[name=password]", RunningGateway.ADMIN_PASSWORD)
        .follow("main button.primary")
        .click("[data-new]")
        .fill("#new [name=description]", "Acme")
        .click("#new [value=lead_receiver]")
        .click("#new button.primary");
    String secret = browser.text("#client-secret");
    assertThat(browser.ask("isSecureContext + ' ' + typeof navigator.clipboard"))
        .isEqualTo("false undefined");

    browser.click("[data-copy=client-secret]");

    browser.until(
        "it is copied",
        () -> browser.text("[data-copy=client-secret] + [data-copied]").equals("Copied"));
    browser.click("[data-saved]").follow("[data-close-when-saved]");
    browser.record().assertQuiet(origin, browser.base());
    // A page of a secure context reads what the other page has copied.
    browser.open("/console/login");
    allowClipboard();
    assertThat(clipboard()).isEqualTo(secret);
  }

  @Test
  void pageSaysSoWhereNothingCanCopy() {
    browser.makeCredential();
    browser
        .driver()
        .executeScript(
            "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
                + " document.execCommand = () => false");

    browser.click("[data-copy=client-secret]");

    browser.until(
        "the page says so",
        () ->
            browser.text("[data-copy=client-secret] + [data-copied]").contains("copy it yourself"));
  }
}
