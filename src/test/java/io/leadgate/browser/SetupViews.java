package io.leadgate.browser;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of lead sources, campaigns, duplicate rules and lead types. */
final class SetupViews {

  private static final String SOURCES = "/console/lead-sources";
  private static final String TYPES = "/console/lead-types";

  private final Fixtures fixtures;
  private @Nullable Campaign campaign;
  private @Nullable Campaign open;

  SetupViews(RunningGateway gateway) {
    fixtures = gateway.fixtures();
  }

  /** A campaign with rules and much text, beside others; made once. */
  private Campaign campaign() {
    if (campaign != null) {
      return campaign;
    }
    Campaign made = fixtures.campaign();
    fixtures.change(
        "UPDATE lead_source SET name = ? WHERE id = ?", CredentialViews.LONG, made.leadSourceId());
    fixtures.changeStatus(fixtures.campaignBeside(made), "closed");
    fixtures.boundCredential(made.leadSourceId(), "lead_receiver");
    fixtures.change(
        """
        UPDATE campaign SET name = 'Solar, south, spring', duplicate_rules =
          '{"sets": [["email"], ["phone", "last_name", "postal_code"]], "days": 90,
            "action": "reject", "within": "lead_source"}'
        WHERE id = ?
        """,
        made.id());
    campaign = made;
    return made;
  }

  /** A campaign that asks for no token; made once. */
  private Campaign open() {
    if (open == null) {
      open = fixtures.openCampaign();
    }
    return open;
  }

  private String sources() {
    campaign();
    open();
    return SOURCES;
  }

  /** The page of an inactive lead source without campaigns, which is made at each call. */
  private String resting() {
    fixtures.change("INSERT INTO lead_source (name, status) VALUES ('Resting', 'inactive')");
    return SOURCES + "/" + fixtures.number("SELECT max(id) FROM lead_source");
  }

  private String types() {
    sources();
    return TYPES;
  }

  private static String source(Campaign campaign) {
    return SOURCES + "/" + campaign.leadSourceId();
  }

  private static String path(Campaign campaign) {
    return "/console/campaigns/" + campaign.id();
  }

  private static String type(Campaign campaign) {
    return TYPES + "/" + campaign.leadTypeId();
  }

  List<View> all() {
    return List.of(
        View.at("lead-sources", this::sources),
        View.at("lead-sources-none-fits", SOURCES + "?text=nobody"),
        View.dialog("lead-sources-new", this::sources, "[data-new]"),
        View.at("lead-source", () -> source(campaign())),
        View.dialog("lead-source-deactivate", () -> source(campaign()), "[commandfor=status]"),
        View.dialog("campaign-delete", () -> path(open()), "[commandfor=delete]"),
        new View("lead-source-stale", this::stale),
        View.at("lead-source-campaigns", () -> source(campaign()) + "/campaigns"),
        View.dialog("campaigns-new", () -> source(campaign()) + "/campaigns", "[data-new]"),
        View.at("lead-source-credentials", () -> source(campaign()) + "/credentials"),
        View.at("lead-source-credentials-empty", () -> source(open()) + "/credentials"),
        View.at("campaign", () -> path(campaign()) + "?done=saved"),
        View.at("campaign-open", () -> path(open())),
        View.dialog("campaign-require", () -> path(open()), "[commandfor=authentication]"),
        View.dialog(
            "campaign-require-no-more", () -> path(campaign()), "[commandfor=authentication]"),
        View.at("campaign-duplicates-building", () -> path(campaign()) + "/duplicates"),
        View.dialog(
            "campaign-duplicates-remove",
            () -> path(campaign()) + "/duplicates",
            "[commandfor=remove]"),
        View.at("campaign-duplicates-empty", () -> path(open()) + "/duplicates"),
        new View("campaign-duplicates-faults", this::faultyRules),
        View.at("campaigns-empty", () -> resting() + "/campaigns"),
        View.at("lead-source-inactive", this::resting),
        View.at("lead-types", this::types),
        View.dialog("lead-types-new", this::types, "[data-new]"),
        View.at("lead-type", () -> type(campaign())),
        new View("lead-type-faults", this::faultyField));
  }

  private void stale(ConsoleBrowser browser) {
    browser.open(source(open())).fill("main [name=name]", "Mine");
    fixtures.change(
        "UPDATE lead_source SET name = name || ' & sons', updated_at = now() WHERE id = ?",
        open().leadSourceId());
    browser.follow("main form.narrow-form button");
  }

  private void faultyRules(ConsoleBrowser browser) {
    browser
        .open(path(open()) + "/duplicates")
        .fill("[name=set1]", "shoe_size")
        .fill("[name=days]", "400")
        .follow("main form.narrow-form button");
  }

  private void faultyField(ConsoleBrowser browser) {
    browser
        .open(type(open()))
        .choose("[name='field0.type']", "choice")
        .follow("main form[method=post] > .card button.primary");
  }
}
