package io.leadgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.Dedupe;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.DuplicateRules.Action;
import io.leadgate.domain.DuplicateRules.Within;
import io.leadgate.domain.HashKind;
import io.leadgate.domain.HashUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests which hashes the leads of a campaign get, and by which hashes they are judged. */
class HashUsesTest {

  private static final int CAMPAIGN = 3;
  private static final int SOURCE = 70;
  private static final HashKind ALL_EMAIL = new HashKind(Within.ALL, 0, List.of("email"));
  private static final HashKind OWN_EMAIL =
      new HashKind(Within.CAMPAIGN, CAMPAIGN, List.of("email"));
  private static final HashKind SOURCE_NAME = source("first_name", "last_name");
  private static final HashKind SOURCE_PHONE = source("phone");
  private static final HashUses USES =
      HashUses.of(
          Map.of(
              9, ALL_EMAIL,
              1, OWN_EMAIL,
              4, SOURCE_PHONE,
              2, SOURCE_NAME,
              5, new HashKind(Within.LEAD_SOURCE, SOURCE + 1, List.of("phone")),
              6, new HashKind(Within.CAMPAIGN, SOURCE, List.of("phone"))));

  private static HashKind source(String... names) {
    return new HashKind(Within.LEAD_SOURCE, SOURCE, List.of(names));
  }

  private static List<HashUse> uses(@Nullable DuplicateRules judged, boolean authentication) {
    return USES.of(
        new Campaign(
            CAMPAIGN,
            SOURCE,
            1,
            "campaign",
            Campaign.Status.ACTIVE,
            authentication,
            new Dedupe(Optional.empty(), List.of()),
            Optional.empty(),
            Optional.ofNullable(judged),
            Optional.empty(),
            Instant.EPOCH,
            Instant.EPOCH));
  }

  private static DuplicateRules rejecting(List<List<String>> sets) {
    return new DuplicateRules(sets, 30, Action.REJECT, Within.LEAD_SOURCE);
  }

  private static HashUse noted(HashKind kind) {
    return new HashUse(kind, Optional.empty());
  }

  private static HashUse judging(HashKind kind, boolean rejects, String... set) {
    return new HashUse(kind, Optional.of(new HashUse.Judge(List.of(set), 30, rejects)));
  }

  @Test
  void leadsOfACampaignWithoutRulesGetTheHashesOfEachScope() {
    assertThat(uses(null, true))
        .containsExactly(
            noted(OWN_EMAIL), noted(SOURCE_NAME), noted(SOURCE_PHONE), noted(ALL_EMAIL));
  }

  @Test
  void hashesOfTheRulesComeFirstAndInTheirOrder() {
    assertThat(uses(rejecting(List.of(List.of("Phone"), List.of("last_name", "First_Name"))), true))
        .containsExactly(
            judging(SOURCE_PHONE, true, "Phone"),
            judging(SOURCE_NAME, true, "last_name", "First_Name"),
            noted(OWN_EMAIL),
            noted(ALL_EMAIL));
  }

  @Test
  void ruleWithoutAKindJudgesNothing() {
    List<List<String>> sets = List.of(List.of("email"), List.of(), List.of("phone"));

    assertThat(uses(rejecting(sets), true).getFirst())
        .isEqualTo(judging(SOURCE_PHONE, true, "phone"));
    assertThat(uses(rejecting(sets), true)).hasSize(4);
  }

  @Test
  void firstOfTwoEqualSetsCounts() {
    assertThat(uses(rejecting(List.of(List.of("PHONE"), List.of("phone", "Phone"))), true))
        .containsExactly(
            judging(SOURCE_PHONE, true, "PHONE"),
            noted(OWN_EMAIL),
            noted(SOURCE_NAME),
            noted(ALL_EMAIL));
  }

  /** The answers would tell strangers who is a lead. */
  @Test
  void campaignWithoutAuthenticationRefusesNoDuplicates() {
    assertThat(uses(rejecting(List.of(List.of("phone"))), false).getFirst())
        .isEqualTo(judging(SOURCE_PHONE, false, "phone"));
  }

  @Test
  void ruleThatFlagsRefusesNoDuplicates() {
    DuplicateRules flagging =
        new DuplicateRules(List.of(List.of("phone")), 30, Action.FLAG, Within.LEAD_SOURCE);

    assertThat(uses(flagging, true).getFirst()).isEqualTo(judging(SOURCE_PHONE, false, "phone"));
  }
}
