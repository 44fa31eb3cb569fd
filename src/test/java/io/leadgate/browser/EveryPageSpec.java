package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The parts that many pages have: dialogs that are cancelled, the navigation, further rows. */
class EveryPageSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();

  @RegisterExtension static final SignedInBrowser BROWSER = new SignedInBrowser(GATEWAY);

  private final ConsoleBrowser browser = BROWSER.get();
  private final Fixtures fixtures = GATEWAY.fixtures();

  /** The ids of the dialogs that a button of the page opens. */
  private List<String> dialogs() {
    @SuppressWarnings("unchecked") // The script gives a list of texts.
    List<String> ids =
        (List<String>)
            Objects.requireNonNull(
                browser
                    .driver()
                    .executeScript(
                        "return [...document.querySelectorAll('[command=show-modal]')]"
                            + ".map(button => button.getAttribute('commandfor'))"));
    return ids;
  }

  @Test
  void eachDialogIsCancelledAndTheFocusReturnsToItsButton() {
    Campaign campaign = fixtures.campaign();
    fixtures.change(
        """
        UPDATE campaign SET duplicate_rules =
          '{"sets": [["email"]], "days": 30, "action": "flag", "within": "campaign"}'
        WHERE id = ?
        """,
        campaign.id());
    int cancelled = 0;
    for (String address : ConsoleViews.addresses(fixtures.credential("lead_receiver"), campaign)) {
      browser.open(address);
      for (String dialog : dialogs()) {
        browser
            .click("[command=show-modal][commandfor=" + dialog + "]")
            .until(dialog + " is open", () -> browser.shows("#" + dialog + "[open]"));
        browser
            .click("#" + dialog + " [command=close]")
            .until(dialog + " is shut", () -> !browser.shows("#" + dialog));
        assertThat(browser.ask("document.activeElement.getAttribute('commandfor')"))
            .as(address)
            .isEqualTo(dialog);
        cancelled++;
      }
    }
    assertThat(cancelled).isGreaterThan(12);
  }

  @Test
  void navigationLeadsToEachPartAndTheBrandToTheFirst() {
    for (String part :
        List.of("lead-sources", "lead-types", "credentials", "admins", "audit", "docs")) {
      browser.open("/console/zone").follow("header nav a[href='/console/" + part + "']");
      assertThat(browser.path()).isEqualTo("/console/" + part);
      assertThat(browser.count("header nav [aria-current=page]")).isEqualTo(1);
    }
    browser.follow(".brand");
    assertThat(browser.path()).isEqualTo("/console/lead-sources");
    browser.open("/console/nothing").follow("main section a");
    assertThat(browser.path()).isEqualTo("/console/lead-sources");
  }

  @Test
  void nextShowsTheFollowingRowsAndBackTheRowsBefore() {
    String mark = "next-" + System.nanoTime();
    fixtures.change(
        "INSERT INTO lead_source (name) SELECT ? || i FROM generate_series(1, 120) AS i", mark);
    browser.open("/console/lead-sources?text=" + mark);
    assertThat(browser.count("tbody tr")).isEqualTo(100);

    browser.follow("main > p > a.button");
    assertThat(browser.count("tbody tr")).isEqualTo(20);
    assertThat(browser.value("[name=text]")).isEqualTo(mark);

    browser.driver().navigate().back();
    browser.until("the first rows are back", () -> browser.count("tbody tr") == 100);
  }
}
