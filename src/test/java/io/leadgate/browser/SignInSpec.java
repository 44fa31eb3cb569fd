package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;

/** An admin signs in and out in a browser. */
class SignInSpec {

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
  void refresh() {
    browser.fresh();
  }

  @Test
  void keyboardAloneSignsInAndOut() {
    browser.open("/console/credentials?text=acme");
    assertThat(browser.path()).startsWith("/console/login?next=");

    browser.press(RunningGateway.ADMIN, Keys.TAB, RunningGateway.ADMIN_PASSWORD, Keys.ENTER);
    browser.until(
        "the page that was asked for is there",
        () -> browser.path().equals("/console/credentials?text=acme"));

    tabTo("Sign out");
    browser.press(Keys.ENTER);
    browser.until("the admin is signed out", () -> browser.path().startsWith("/console/login"));
    assertThat(browser.text(".notice")).isEqualTo("You are signed out.");
    browser.record().assertQuiet(browser.base());
  }

  private static void tabTo(String text) {
    browser.until(
        "the focus is on " + text,
        () -> {
          browser.press(Keys.TAB);
          return browser.focused().equals(text);
        });
  }

  @Test
  void wrongPasswordIsToldAndTheNameStays() {
    browser
        .open("/console/login?next=/console/zone")
        .fill("[name=name]", RunningGateway.ADMIN)
        .fill("[name=password]", "a guess")
        .follow("main button.primary");

    assertThat(browser.text(".fault")).isEqualTo("The name or the password is wrong.");
    assertThat(browser.value("[name=name]")).isEqualTo(RunningGateway.ADMIN);
    assertThat(browser.value("[name=password]")).isEmpty();
    assertThat(browser.focused()).isEqualTo("password");

    browser.fill("[name=password]", RunningGateway.ADMIN_PASSWORD).follow("main button.primary");
    assertThat(browser.path()).isEqualTo("/console/zone");
    browser.record().assertQuiet(browser.base());
  }

  @Test
  void copiedCookieIsNoGoodAfterTheSignOut() {
    browser.signIn();
    Cookie stolen =
        browser.driver().manage().getCookies().stream()
            .filter(cookie -> cookie.getName().startsWith("leadgate_console_"))
            .findFirst()
            .orElseThrow();
    assertThat(stolen.isHttpOnly()).isTrue();
    assertThat(stolen.getPath()).isEqualTo("/console");
    assertThat(stolen.getSameSite()).isEqualTo("Strict");

    browser.follow(".who button");
    browser.driver().manage().addCookie(stolen);
    browser.open("/console/zone");

    assertThat(browser.path()).startsWith("/console/login");
  }

  /** The parameter leads to no other site, and no script of it runs. */
  @Test
  void nextLeadsNowhereElse() {
    for (String next :
        new String[] {
          "https://evil.example/",
          "//evil.example/",
          "/\\evil.example",
          "javascript:alert(1)",
          "/console/\\evil"
        }) {
      browser.open("/console/login?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));

      assertThat(browser.value("[name=next]")).isEqualTo("/console/");
    }
    browser.record().assertQuiet(browser.base());
  }

  @Test
  void formOfAnEndedSessionChangesNothingAndSaysSo() {
    browser.signIn().open("/console/zone");
    browser.driver().executeCdpCommand("Network.clearBrowserCookies", Map.of());

    browser.follow("main button.primary");

    assertThat(browser.text("h1")).isEqualTo("Your session has ended");
  }
}
