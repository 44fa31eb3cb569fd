package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** What all pages do: the time zone, a phone's width, print, forced colours, the documents. */
class PagesInBrowserSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();

  @RegisterExtension static final SignedInBrowser BROWSER = new SignedInBrowser(GATEWAY);

  private final ConsoleBrowser browser = BROWSER.get();
  private final Credential credential = GATEWAY.fixtures().credential("lead_receiver");
  private final String page = "/console/credentials/" + credential.clientId();

  @Test
  void zoneIsChosenForEveryTimeAndRemembered() {
    GATEWAY.fixtures().token(credential);
    browser.open(page).follow("footer a");
    browser.fill("[name=zone]", "Asia/Kathmandu").follow("main button.primary");

    assertThat(browser.path()).startsWith(page);
    List<String> pages = new ArrayList<>(pages(GATEWAY.fixtures().campaign()));
    pages.add("/console/credentials?text=" + credential.clientId());
    pages.removeIf(PagesInBrowserSpec::hasNoTimes);
    for (String address : pages) {
      browser.open(address);
      assertThat(browser.text("footer a")).isEqualTo("Asia/Kathmandu");
      assertThat(times()).as(address).isNotEmpty().allSatisfy(PagesInBrowserSpec::isInKathmandu);
    }
  }

  /** Each element with its exact time, its tooltip and its text. */
  private List<List<String>> times() {
    @SuppressWarnings("unchecked") // The script gives lists of texts.
    List<List<String>> times =
        (List<List<String>>)
            Objects.requireNonNull(
                browser
                    .driver()
                    .executeScript(
                        "return [...document.querySelectorAll('time')].map(time => [time.dateTime, time.title, time.textContent])"));
    return times;
  }

  private static void isInKathmandu(List<String> time) {
    String there =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
            .format(Instant.parse(time.get(0)).atZone(ZoneId.of("Asia/Kathmandu")));
    assertThat(time.get(1)).contains(time.get(0));
    assertThat(time.get(1) + " " + time.get(2)).contains(there);
  }

  @Test
  void zoneOfTheBrowserIsTakenByAButton() {
    browser
        .driver()
        .executeCdpCommand(
            "Emulation.setTimezoneOverride", Map.of("timezoneId", "America/New_York"));

    browser.open("/console/zone?next=" + page).follow("[data-own-zone]");

    assertThat(browser.text("footer a")).isEqualTo("America/New_York");
  }

  private List<String> pages(Campaign campaign) {
    return ConsoleViews.addresses(credential, campaign);
  }

  /** Pages without a time, or with times that need leads or bound credentials. */
  private static boolean hasNoTimes(String path) {
    return path.matches(
        ".*/(zone|docs|nothing|lead-sources|duplicates|lead-sources/\\d+/(campaigns|credentials))");
  }

  @Test
  void phoneScrollsNoPageSideways() {
    Campaign campaign = GATEWAY.fixtures().campaign();
    browser.screen().size(390, 844);
    for (String address : pages(campaign)) {
      browser.open(address);
      if (address.endsWith("docs")) {
        ConsoleViews.docs(browser, address);
        browser.click("#swagger-ui .opblock-summary-control");
        browser.until(
            "the operation is open", () -> browser.shows(".opblock-body .responses-table"));
      }

      assertThat(browser.ask("document.documentElement.scrollWidth")).as(address).isEqualTo("390");
    }
    browser.open("/console/credentials").click("[data-new]");
    assertThat(
            browser.ask(
                "document.querySelector('#new').scrollWidth <= document.querySelector('#new').clientWidth"))
        .isEqualTo("true");
  }

  @Test
  void printAndForcedColoursShowTheContent() {
    browser.screen().emulate("print", "prefers-color-scheme", "light");
    for (String address : pages(GATEWAY.fixtures().campaign())) {
      browser.open(address);
      assertThat(browser.shows("h1")).as(address).isTrue();
      assertThat(browser.shows("footer")).as(address).isFalse();
      assertThat(browser.shows("header nav")).as(address).isFalse();
      assertThat(browser.shows("main button")).as(address).isFalse();
    }
    browser.open(page);
    assertThat(browser.shows(".facts")).isTrue();
    assertThat(browser.shows("tbody tr")).isTrue();

    browser.screen().emulate("screen", "forced-colors", "active");
    assertThat(browser.shows("h1")).isTrue();
    assertThat(browser.shows("tbody tr")).isTrue();
    assertThat(browser.ask("getComputedStyle(document.querySelector('.tag')).borderStyle"))
        .isEqualTo("solid");
  }

  @Test
  void keyboardAloneMakesALeadSourceAndDeactivatesIt() {
    browser.open("/console/lead-sources").press("n");
    browser.until("the popup is open", () -> browser.shows("#new[open]"));
    browser.press("Keys alone", Keys.ENTER);
    browser.until("it is made", () -> browser.text("h1").equals("Keys alone"));

    tabTo("Deactivate");
    browser.press(Keys.ENTER).until("it asks", () -> browser.shows("#status[open]"));
    tabTo("Cancel");
    browser.press(Keys.ENTER).until("it is shut", () -> !browser.shows("#status"));
    assertThat(browser.focused()).isEqualTo("Deactivate");
    browser.press(Keys.ENTER).until("it asks", () -> browser.shows("#status[open]"));
    tabTo("Deactivate");
    browser.press(Keys.ENTER);
    browser.until("it is done", () -> browser.text(".head .tag").equals("inactive"));
  }

  private void tabTo(String text) {
    browser.until(
        "the focus is on " + text,
        () -> {
          browser.press(Keys.TAB);
          return browser.focused().equals(text);
        });
  }

  @Test
  void documentsAreShownAndACallIsSent() {
    ConsoleViews.docs(browser, "/console/docs?url=https://evil.example/openapi.json");
    assertThat(browser.text("#swagger-ui .info")).contains("Leadgate");
    browser
        .click("#swagger-ui .authorize")
        .fill("#auth-basic-username", RunningGateway.ADMIN)
        .fill("#auth-basic-password", RunningGateway.ADMIN_PASSWORD)
        .click(".modal-ux .auth.authorize")
        .click(".modal-ux .btn-done");
    assertThat(sent("Ops-getReady")).startsWith("200");
    // The cursor of the example is refused behind the sign-in alone.
    assertThat(sent("Credentials-listCredentials")).startsWith("400");
    assertThat(browser.ask("JSON.stringify([localStorage, sessionStorage])"))
        .doesNotContain(RunningGateway.ADMIN_PASSWORD);

    browser
        .follow(".tabs a[href='/console/docs/public']")
        .until("the document is shown", () -> browser.shows("#swagger-ui .opblock-summary"));
    browser.click("#swagger-ui .opblock-summary-control");
    browser.until("the operation is open", () -> browser.shows(".opblock-body"));
    assertThat(browser.count(".try-out__btn")).isZero();
  }

  /** The status of the answer to a call that the page sends. */
  private String sent(String operation) {
    String part = "#operations-" + operation;
    String status = part + " .live-responses-table .response .response-col_status";
    browser
        .click(part + " .opblock-summary-control")
        .click(part + " .try-out__btn")
        .click(part + " .execute")
        .until("the answer is shown", () -> browser.shows(status));
    return browser.text(status);
  }
}
