package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every action on campaigns and on their duplicate rules, as an admin does it in a browser. */
class CampaignsInBrowserSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();

  @RegisterExtension static final SignedInBrowser BROWSER = new SignedInBrowser(GATEWAY);

  private final ConsoleBrowser browser = BROWSER.get();
  private final Fixtures fixtures = GATEWAY.fixtures();

  private static String page(Campaign campaign) {
    return "/console/campaigns/" + campaign.id();
  }

  private boolean isStored(String page, String condition) {
    return fixtures.number(
            "SELECT count(*) FROM campaign WHERE id = ? AND " + condition,
            Integer.valueOf(
                page.replaceFirst("^/console/campaigns/", "").replaceFirst("\\D.*", "")))
        == 1;
  }

  @Test
  void campaignIsMadeChangedAndDeleted() {
    Campaign beside = fixtures.campaign();
    browser
        .open("/console/lead-sources/" + beside.leadSourceId() + "/campaigns")
        .press("n")
        .until("the popup is open", () -> browser.shows("#new[open]"));
    browser.fill("#new [name=name]", "Spring");
    browser
        .chooseNumber("#new [name=lead_type]", beside.leadTypeId())
        .follow("#new button.primary");
    String page = browser.path();
    assertThat(browser.text("h1")).isEqualTo("Spring");
    assertThat(isStored(page, "require_authentication AND status = 'active'")).isTrue();

    browser
        .fill("main [name=name]", "Summer")
        .choose("main [name=status]", "paused")
        .fill("main [name=dedupe_seconds]", "600")
        .fill("main [name=dedupe_ignore]", "clicked_at")
        .follow("main form.narrow-form button");
    assertThat(browser.text(".notice")).startsWith("Saved.");
    assertThat(
            isStored(
                page,
                "name = 'Summer' AND status = 'paused' AND dedupe_seconds = 600"
                    + " AND dedupe_ignore::text LIKE '%clicked_at%'"))
        .isTrue();

    browser.click("[commandfor=delete]").follow("#delete button.danger");
    assertThat(browser.path())
        .isEqualTo("/console/lead-sources/" + beside.leadSourceId() + "/campaigns");
    assertThat(isStored(page, "deleted_at IS NULL")).isFalse();
  }

  @Test
  void authenticationIsRequiredWithItsConsequenceInNumbersAndNoMore() {
    Campaign open = fixtures.openCampaign();
    for (int i = 0; i < 3; i++) {
      assertThat(GATEWAY.api().post(open.leads(), Fixtures.LEAD.replace("Ada", "Ada" + i)).status())
          .isEqualTo(201);
    }

    browser.open(page(open)).click("[commandfor=authentication]");
    assertThat(browser.text("#authentication .warn"))
        .isEqualTo(
            "3 of the 3 leads of the last 24 h came without a good token and would have been"
                + " quarantined.");
    browser.follow("#authentication button.primary");
    assertThat(isStored(page(open), "require_authentication")).isTrue();
    assertThat(browser.text(".facts")).contains("a lead without a valid token goes into");

    browser.click("[commandfor=authentication]");
    assertThat(browser.text("#authentication .warn"))
        .startsWith("Anybody who knows the campaign's id can post leads.");
    browser.follow("#authentication button.danger");
    assertThat(isStored(page(open), "NOT require_authentication")).isTrue();
  }

  @Test
  void campaignsAreFilteredByNameAndStatus() {
    Campaign campaign = fixtures.campaign();
    fixtures.changeStatus(fixtures.campaignBeside(campaign), "closed");
    String list = "/console/lead-sources/" + campaign.leadSourceId() + "/campaigns";

    browser.open(list).choose("[name=status]", "closed").follow(".filters button");
    assertThat(browser.path()).contains("status=closed");
    assertThat(browser.text("tbody a")).isEqualTo("beside");
    browser.follow(".filters a");
    assertThat(browser.count("tbody tr")).isEqualTo(2);
    browser.press("/");
    browser.fill("[name=text]", "nothing has this name").follow(".filters button");
    assertThat(browser.text(".empty")).contains("No campaign fits the filter.");
  }

  @Test
  void addressOfTheVendorIsCopied() {
    Campaign campaign = fixtures.campaign();

    browser.open(page(campaign)).click("[data-copy=vendor-path]");

    browser.until(
        "it is copied",
        () -> browser.text("[data-copy=vendor-path] + [data-copied]").equals("Copied"));
  }

  @Test
  void duplicateRulesAreSetAndRemoved() {
    Campaign campaign = fixtures.campaign();
    String page = page(campaign) + "/duplicates";
    browser.open(page(campaign)).follow(".tabs a[href$='/duplicates']");
    assertThat(browser.text(".empty")).contains("No duplicate rules");

    browser
        .fill("[name=set1]", "email")
        .fill("[name=days]", "90")
        .choose("[name=action]", "reject")
        .choose("[name=within]", "lead_source")
        .follow("main form.narrow-form button");
    assertThat(browser.path()).isEqualTo(page);
    assertThat(
            isStored(
                page,
                "duplicate_rules @> '{\"sets\":[[\"email\"]],\"days\":90,\"action\":\"reject\"}'"))
        .isTrue();

    browser.click("[commandfor=remove]");
    assertThat(browser.text("#remove")).contains("no lead of this campaign is refused");
    browser.follow("#remove button.danger");
    assertThat(isStored(page, "duplicate_rules IS NULL")).isTrue();
  }

  @Test
  void faultyRulesComeBackAtTheirSet() {
    browser
        .open(page(fixtures.campaign()) + "/duplicates")
        .fill("[name=set1]", "shoe_size")
        .fill("[name=days]", "30")
        .follow("main form.narrow-form button");

    assertThat(browser.text(".fault-of")).startsWith("The set names fields");
    assertThat(browser.value("[name=set1]")).isEqualTo("shoe_size");
    assertThat(browser.property("[name=set1]", "ariaInvalid")).isEqualTo("true");
  }

  @Test
  void staleEditIsToldAndTheNextSaveKeepsWhatWasTyped() {
    Campaign campaign = fixtures.campaign();
    browser.open(page(campaign)).fill("main [name=name]", "mine");
    fixtures.openDedupeWindow(campaign);
    browser.follow("main form.narrow-form button");

    assertThat(browser.text(".fault")).contains("has changed since you opened this page");
    assertThat(browser.value("main [name=name]")).isEqualTo("mine");
    browser.follow("main form.narrow-form button");
    assertThat(isStored(page(campaign), "name = 'mine'")).isTrue();
  }
}
