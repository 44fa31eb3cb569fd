package io.leadgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.Dedupe;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.DuplicateRules.Action;
import io.leadgate.domain.DuplicateRules.Within;
import io.leadgate.domain.HashKind;
import io.leadgate.domain.LeadId;
import io.leadgate.store.HashPlan.Known;
import io.leadgate.store.HashPlan.Made;
import io.leadgate.store.HashPlan.Ruled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests which kinds of hashes the rules of campaigns need, and which rules judge. */
class HashPlanTest {

  private static final Instant NOW = Instant.parse("2030-06-01T00:00:00Z");
  private static final UUID NO_LEADS = new UUID(-1, -1);
  private static final int SOURCE = 70;
  private static final HashKind EMAIL = kind("email");
  private static final HashKind PHONE = kind("phone");

  private static HashKind kind(String name) {
    return new HashKind(Within.LEAD_SOURCE, SOURCE, List.of(name));
  }

  private static Known active(int id, HashKind kind, int days) {
    return new Known(id, kind, true, daysAgo(days));
  }

  private static UUID daysAgo(int days) {
    return LeadId.leastAt(NOW.minus(Duration.ofDays(days)));
  }

  private static Known building(int id, HashKind kind) {
    return new Known(id, kind, false, NO_LEADS);
  }

  private static DuplicateRules rules(Within within, int days, String... names) {
    return new DuplicateRules(Stream.of(names).map(List::of).toList(), days, Action.FLAG, within);
  }

  private static DuplicateRules ofSource(String... names) {
    return rules(Within.LEAD_SOURCE, 30, names);
  }

  private static Ruled campaign(
      int id, @Nullable DuplicateRules wanted, @Nullable DuplicateRules judged) {
    return campaign(id, wanted, judged, false);
  }

  private static Ruled campaign(
      int id, @Nullable DuplicateRules wanted, @Nullable DuplicateRules judged, boolean isNew) {
    Campaign campaign =
        new Campaign(
            id,
            SOURCE,
            1,
            "campaign",
            Campaign.Status.ACTIVE,
            true,
            new Dedupe(Optional.empty(), List.of()),
            Optional.ofNullable(wanted),
            Optional.ofNullable(judged),
            Optional.empty(),
            Instant.EPOCH,
            Instant.EPOCH);
    return new Ruled(campaign, isNew);
  }

  private static HashPlan plan(List<Ruled> campaigns, Known... known) {
    return HashPlan.of(campaigns, List.of(known), NOW);
  }

  private static void assertNothingToDo(HashPlan plan) {
    assertThat(plan).isEqualTo(new HashPlan(List.of(), List.of(), List.of(), List.of(), true));
  }

  @Test
  void ruleOfAnExistingCampaignNeedsKindsThatAreBuilt() {
    HashPlan plan = plan(List.of(campaign(1, ofSource("email", "phone"), null)));

    assertThat(plan.made()).containsExactly(new Made(EMAIL, false), new Made(PHONE, false));
    assertThat(plan.promoted()).isEmpty();
    assertThat(plan.fits()).isTrue();
  }

  @Test
  void nothingIsDoneWhileKindsAreBuilt() {
    assertNothingToDo(plan(List.of(campaign(1, ofSource("email"), null)), building(1, EMAIL)));
  }

  @Test
  void ruleJudgesWhenAllOfItsKindsCoverItsLookBack() {
    List<Ruled> wanted = List.of(campaign(1, ofSource("email", "phone"), null));

    assertThat(plan(wanted, active(1, EMAIL, 30), building(2, PHONE)).promoted()).isEmpty();
    assertThat(plan(wanted, active(1, EMAIL, 30), active(2, PHONE, 29)).promoted()).isEmpty();
    assertThat(plan(wanted, active(1, EMAIL, 30), active(2, PHONE, 31)).promoted())
        .containsExactly(1);
  }

  @Test
  void nothingIsDoneForARuleThatJudges() {
    DuplicateRules rules = ofSource("email");

    assertNothingToDo(plan(List.of(campaign(1, rules, rules)), active(1, EMAIL, 30)));
  }

  @Test
  void kindsOfTheRuleThatJudgesStayUntilItsSuccessorJudges() {
    List<Ruled> changed = List.of(campaign(1, ofSource("phone"), ofSource("email")));

    HashPlan before = plan(changed, active(1, EMAIL, 30), building(2, PHONE));
    HashPlan after = plan(changed, active(1, EMAIL, 30), active(2, PHONE, 30));

    assertNothingToDo(before);
    assertThat(after.promoted()).containsExactly(1);
    assertThat(after.retired()).containsExactly(1);
  }

  @Test
  void kindsOfALiftedRuleRetire() {
    HashPlan plan = plan(List.of(campaign(1, null, ofSource("email"))), active(1, EMAIL, 30));

    assertThat(plan.promoted()).containsExactly(1);
    assertThat(plan.retired()).containsExactly(1);
  }

  @Test
  void kindsOfNoCampaignRetire() {
    assertThat(plan(List.of(), active(2, EMAIL, 30), building(1, PHONE)).retired())
        .containsExactly(1, 2);
  }

  @Test
  void campaignsOfALeadSourceShareAKind() {
    DuplicateRules first = ofSource("email");

    HashPlan plan =
        plan(
            List.of(
                campaign(1, first, first),
                campaign(2, rules(Within.LEAD_SOURCE, 7, "EMAIL"), null)),
            active(1, EMAIL, 30));

    assertThat(plan).isEqualTo(new HashPlan(List.of(2), List.of(), List.of(), List.of(), true));
  }

  @Test
  void longerLookBackExtendsAKindAndTheShorterGoesOnJudging() {
    DuplicateRules shorter = ofSource("email");
    List<Ruled> campaigns =
        List.of(
            campaign(1, shorter, shorter),
            campaign(2, rules(Within.LEAD_SOURCE, 90, "email"), shorter));

    HashPlan plan = plan(campaigns, active(1, EMAIL, 31));

    assertThat(plan).isEqualTo(new HashPlan(List.of(), List.of(), List.of(1), List.of(), true));
    assertNothingToDo(plan(campaigns, new Known(1, EMAIL, false, daysAgo(31))));
  }

  @Test
  void kindThatIsExtendedServesAShorterLookBackMeanwhile() {
    HashPlan plan =
        plan(
            List.of(
                campaign(1, ofSource("email"), null),
                campaign(2, rules(Within.LEAD_SOURCE, 90, "email"), null)),
            new Known(1, EMAIL, false, daysAgo(31)));

    assertThat(plan.promoted()).containsExactly(1);
  }

  @Test
  void ruleOfANewCampaignWithinTheCampaignJudgesAtOnce() {
    HashPlan plan = plan(List.of(campaign(5, rules(Within.CAMPAIGN, 30, "email"), null, true)));

    assertThat(plan.made())
        .containsExactly(new Made(new HashKind(Within.CAMPAIGN, 5, List.of("email")), true));
    assertThat(plan.promoted()).containsExactly(5);
  }

  @Test
  void ruleOfANewCampaignWithinItsLeadSourceIsBuilt() {
    HashPlan plan = plan(List.of(campaign(5, ofSource("email"), null, true)));

    assertThat(plan.made()).containsExactly(new Made(EMAIL, false));
    assertThat(plan.promoted()).isEmpty();
  }

  @Test
  void setWithoutNamesNeedsNoKind() {
    DuplicateRules rules =
        new DuplicateRules(
            List.of(List.of(), List.of("email")), 30, Action.FLAG, Within.LEAD_SOURCE);

    assertThat(plan(List.of(campaign(1, rules, null))).made())
        .containsExactly(new Made(EMAIL, false));
  }

  private static String[] names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "f" + i).toArray(String[]::new);
  }

  private static Known[] known(int count) {
    return Stream.of(names(count)).map(name -> active(1, kind(name), 30)).toArray(Known[]::new);
  }

  @Test
  void atMostEightKindsConcernACampaign() {
    assertThat(plan(List.of(campaign(1, ofSource(names(8)), null))).fits()).isTrue();
    assertThat(plan(List.of(campaign(1, ofSource(names(9)), null))).fits()).isFalse();
  }

  @Test
  void kindsOfEachScopeOfACampaignCount() {
    Ruled first = campaign(1, ofSource(names(7)), null);
    Ruled second = campaign(2, rules(Within.CAMPAIGN, 30, "email"), null);
    Ruled third = campaign(3, rules(Within.ALL, 30, "email"), null);

    assertThat(plan(List.of(first, second)).fits()).isTrue();
    assertThat(plan(List.of(first, third)).fits()).isTrue();
    assertThat(plan(List.of(first, second, third)).fits()).isFalse();
  }

  @Test
  void ruleAndItsSuccessorCountTogether() {
    Ruled changed = campaign(1, ofSource("email"), ofSource(names(8)));

    assertThat(plan(List.of(changed), known(8)).fits()).isFalse();
  }

  /** Campaigns of before the bound must not hold up changes of other campaigns. */
  @Test
  void kindsOfBeforeMayBeMoreThanEight() {
    DuplicateRules tooMany = ofSource(names(9));
    Ruled other = campaign(2, rules(Within.CAMPAIGN, 30, "email"), null);

    assertThat(plan(List.of(campaign(1, tooMany, tooMany)), known(9)).fits()).isTrue();
    assertThat(plan(List.of(campaign(1, tooMany, tooMany), other), known(9)).fits()).isFalse();
  }
}
