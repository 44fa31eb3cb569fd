package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.SharedGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every action on lead types, as an admin does it in a browser. */
class LeadTypesInBrowserSpec {

  @RegisterExtension
  static final SignedInBrowser BROWSER = new SignedInBrowser(SharedGateway.get());

  private static final String LIST = "/console/lead-types";

  private final ConsoleBrowser browser = BROWSER.get();
  private final Fixtures fixtures = SharedGateway.get().fixtures();

  private String make(String name) {
    browser.open(LIST).press("n").until("the popup is open", () -> browser.shows("#new[open]"));
    browser
        .fill("#new [name=name]", name)
        .fill("#new [name=default_country]", "DE")
        .follow("#new button.primary");
    return browser.path().replaceFirst("\\?.*", "");
  }

  private boolean hasFields(String page, String fields) {
    return fixtures.number(
            "SELECT count(*) FROM lead_type WHERE id = ? AND fields = ?::jsonb",
            Integer.valueOf(page.replaceFirst(".*/", "")),
            fields)
        == 1;
  }

  @Test
  void leadTypeIsMadeFieldsAreAddedAndRemovedAndItIsDeleted() {
    String page = make("Solar");
    browser
        .fill("[name='field0.name']", "product")
        .fill("[name='field0.label']", "What")
        .choose("[name='field0.type']", "choice")
        .click("[name='field0.required']")
        .fill("[name='field0.options']", "Solar\nRoof, flat")
        .fill("[name='field1.name']", "e_mail")
        .choose("[name='field1.type']", "email")
        .click("[name=strict]")
        .follow("main form[method=post] > .card button.primary");
    assertThat(browser.text(".notice")).startsWith("Saved.");
    assertThat(
            hasFields(
                page,
                """
                [{"name": "product", "label": "What", "type": "choice", "required": true,
                  "options": ["Solar", "Roof, flat"]},
                 {"name": "e_mail", "label": "e_mail", "type": "email", "required": false}]
                """))
        .isTrue();
    assertThat(browser.text(".facts")).contains("the lead type is strict");
    assertThat(browser.count("tbody tr")).isEqualTo(5);

    browser.click("[name='field0.remove']").follow("main form[method=post] > .card button.primary");
    assertThat(
            hasFields(
                page,
                """
                [{"name": "e_mail", "label": "e_mail", "type": "email", "required": false}]
                """))
        .isTrue();

    browser.click("[commandfor=delete]").follow("#delete button.danger");
    assertThat(browser.path()).isEqualTo(LIST);
  }

  @Test
  void faultComesBackAtItsField() {
    make("Faulty");
    browser
        .fill("[name='field1.name']", "product")
        .choose("[name='field1.type']", "choice")
        .follow("main form[method=post] > .card button.primary");

    assertThat(browser.text("tbody .fault-of")).startsWith("The options");
    assertThat(browser.value("[name='field0.name']")).isEqualTo("product");
    assertThat(browser.value("[name='field0.type']")).isEqualTo("choice");
  }

  @Test
  void leadTypeInUseNamesItsCampaignsAndHasNoButtonForItsDeletion() {
    Campaign campaign = fixtures.campaign();
    browser.open(LIST + "/" + campaign.leadTypeId());
    assertThat(browser.count("tbody a[href='/console/campaigns/" + campaign.id() + "']"))
        .isEqualTo(1);

    assertThat(browser.text("main")).contains("the next lead of 1 campaign");
    assertThat(browser.count("[commandfor=delete]")).isZero();
  }

  @Test
  void listIsFiltered() {
    String page = make("Filtered " + System.nanoTime());
    String name = browser.text("h1");

    browser.open(LIST).press("/");
    browser.fill("[name=text]", name).follow(".filters button");
    assertThat(browser.path()).contains("text=Filtered");
    browser.follow("tbody a");
    assertThat(browser.path()).isEqualTo(page);
    browser.open(LIST + "?text=nothing+has+this+name");
    assertThat(browser.text(".empty")).contains("No lead type fits the filter.");
    browser.follow(".empty a");
    assertThat(browser.path()).isEqualTo(LIST);
  }
}
