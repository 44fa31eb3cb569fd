package io.leadgate.console.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.console.frame.Faults;
import io.leadgate.console.setup.AdminBrowser.Shown;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.Dedupe;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.HashProgress;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The duplicate rules of a campaign. */
class DuplicatesScreenSpec {

  private final RunningGateway gateway = SharedGateway.get();
  private final Fixtures fixtures = gateway.fixtures();
  private final AdminBrowser admin = AdminBrowser.admin(gateway);

  private static String path(Fixtures.Campaign campaign) {
    return "/console/campaigns/" + campaign.id() + "/duplicates";
  }

  @Test
  void rulesAreSetShownAndRemoved() {
    Fixtures.Campaign campaign = fixtures.campaign();
    assertThat(admin.get(path(campaign)).text()).contains("No duplicate rules");

    Shown saved =
        admin.edit(
            path(campaign),
            "",
            "set1",
            "email",
            "set2",
            "Phone\r\nlast_name",
            "days",
            "90",
            "action",
            "reject",
            "within",
            "lead_source");

    assertThat(saved.location()).isEqualTo(path(campaign) + "?done=saved");
    assertThat(
            fixtures.number(
                """
                SELECT count(*) FROM campaign WHERE id = ? AND duplicate_rules = '{"sets":
                  [["email"], ["Phone", "last_name"]], "days": 90, "action": "reject",
                  "within": "lead_source"}'::jsonb
                """,
                campaign.id()))
        .isEqualTo(1);
    assertThat(admin.audited("campaign.update", campaign.id(), "lead_source")).isEqualTo(1);
    Shown page = admin.get(path(campaign));
    assertThat(page.page()).contains("\nPhone\nlast_name</textarea>");
    assertThat(page.text()).contains("90 days back", "refuse the duplicate");

    assertThat(admin.edit(path(campaign), "/delete").status()).isEqualTo(303);
    assertThat(
            fixtures.number(
                "SELECT count(*) FROM campaign WHERE id = ? AND duplicate_rules IS NULL",
                campaign.id()))
        .isEqualTo(1);
  }

  @Test
  void progressOfHashingIsShownWhileRulesAreBuilt() {
    Fixtures.Campaign campaign = fixtures.campaign();
    fixtures.change(
        """
        UPDATE campaign SET duplicate_rules =
          '{"sets": [["email"]], "days": 30, "action": "flag", "within": "campaign"}'
        WHERE id = ?
        """,
        campaign.id());

    assertThat(admin.get(path(campaign)).text())
        .contains("building", "hashes are made. Look again");
  }

  @Test
  void progressOfHashingIsInNumbers() {
    assertThat(building(new HashProgress(1_234, Optional.of(56_789L))).progressText())
        .isEqualTo("1,234 of 56,789 hashes are made");
    assertThat(building(new HashProgress(0, Optional.empty())).progressText())
        .isEqualTo("0 hashes are made; the stored leads are still being counted");
  }

  private static CampaignDuplicatesPage building(HashProgress progress) {
    Campaign campaign =
        new Campaign(
            1,
            1,
            1,
            "campaign",
            Campaign.Status.ACTIVE,
            true,
            new Dedupe(Optional.empty(), List.of()),
            Optional.of(
                new DuplicateRules(
                    List.of(List.of("email")),
                    30,
                    DuplicateRules.Action.FLAG,
                    DuplicateRules.Within.CAMPAIGN)),
            Optional.empty(),
            Optional.of(progress),
            Instant.EPOCH,
            Instant.EPOCH);
    return new CampaignDuplicatesPage(
        new CampaignPage.Head(campaign, "source", "type"),
        List.of("email"),
        "tag",
        RulesForm.of(campaign, Faults.NONE));
  }

  @Test
  void faultsComeBackAtTheirSetWithWhatWasTyped() {
    Fixtures.Campaign campaign = fixtures.campaign();

    Shown unknown =
        admin.edit(
            path(campaign),
            "",
            "set1",
            "email",
            "set2",
            "<script>alert(1)</script>",
            "days",
            "30",
            "action",
            "flag",
            "within",
            "campaign");
    Shown nothing =
        admin.edit(path(campaign), "", "days", "400", "action", "x", "within", "campaign");

    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.text()).contains("The set names fields that the lead type does not have");
    assertThat(unknown.page())
        .contains("\n&lt;script&gt;alert(1)&lt;/script&gt;</textarea>")
        .doesNotContain("<script>alert");
    assertThat(nothing.text())
        .contains(
            "The rules must be 1 to",
            "The number of days must be a whole number from 1 to 365.",
            "The action must be one of flag, reject.");
    assertThat(nothing.page()).contains("value=\"400\"");
  }

  @Test
  void rejectingNeedsAuthentication() {
    Fixtures.Campaign open = fixtures.openCampaign();

    Shown refused =
        admin.edit(
            path(open),
            "",
            "set1",
            "email",
            "days",
            "30",
            "action",
            "reject",
            "within",
            "campaign");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains("“Require authentication” must be true while the duplicate rules reject leads");
  }

  @Test
  void staleEditIsTold() {
    Fixtures.Campaign campaign = fixtures.campaign();
    String tag = admin.get(path(campaign)).tag();
    fixtures.openDedupeWindow(campaign);

    Shown stale =
        admin.post(
            path(campaign),
            "tag",
            tag,
            "set1",
            "email",
            "days",
            "30",
            "action",
            "flag",
            "within",
            "campaign");

    assertThat(stale.status()).isEqualTo(422);
    assertThat(stale.text())
        .contains("has changed since you opened", "Stored now, the duplicate rules: empty.");
    assertThat(admin.post(path(campaign) + "/delete", "tag", tag).status()).isEqualTo(422);
  }
}
