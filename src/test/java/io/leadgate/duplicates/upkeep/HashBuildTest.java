package io.leadgate.duplicates.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadgate.domain.DuplicateRules.Within;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.HashKind;
import io.leadgate.domain.LeadType;
import io.leadgate.duplicates.upkeep.WorkTurn.Outcome;
import io.leadgate.telemetry.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests which stored leads are hashed for a new rule, and what the rule then judges. */
class HashBuildTest {

  private static final HashKind EMAIL = new HashKind(Within.CAMPAIGN, 1, List.of("email"));
  private static final LeadType US = type("US");
  private static final LeadType GB = type("GB");

  private static final UUID NO_LEAD = new UUID(-1, -1);

  private final Instant yesterday = Instant.now().minus(Duration.ofDays(1));
  private final HashWorld world = new HashWorld();
  private final HashWorld.Node node = world.node();

  @AfterEach
  void close() {
    node.close();
    world.close();
  }

  private static LeadType type(String country) {
    return new LeadType(
        1,
        "a",
        false,
        country,
        List.of(
            new LeadType.Field("phone", "phone", FieldType.PHONE, false, List.of()),
            new LeadType.Field("email", "email", FieldType.EMAIL, false, List.of())),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private void ruleOnEmail() {
    world.rule(1, "[[\"email\"]]", 30, "campaign");
    world.settle();
  }

  private long isJudged(int campaign) {
    return world.count("campaign WHERE judged_rules = duplicate_rules AND id = " + campaign);
  }

  @Test
  void eachLeadIsHashedByTheLeadTypeOfItsOwnCampaign() throws SQLException {
    String american = "{\"phone\":\"(212) 555-0123\"}";
    String british = "{\"phone\":\"020 7946 0958\"}";
    world.lead(1, yesterday, american);
    UUID sameInAnotherForm = world.lead(2, yesterday, "{\"phone\":\"+12125550123\"}");
    UUID ofDeletedCampaign = world.lead(2, yesterday, british);
    world.execute("UPDATE campaign SET deleted_at = now() WHERE id = 2");
    world.rule(3, "[[\"phone\"]]", 30, "all");
    world.settle();
    node.buildAll();

    HashKind phone = new HashKind(Within.ALL, 0, List.of("phone"));
    assertThat(world.hashes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                HashWorld.hash(phone, US, american), sameInAnotherForm,
                HashWorld.hash(phone, GB, british), ofDeletedCampaign));
    assertThat(isJudged(3)).isEqualTo(1);
    assertThat(world.events).contains(new Event.HashKindsReady(1));
    assertThat(node.build()).isEqualTo(Outcome.NOTHING);
  }

  @Test
  void onlyLeadsOfTheScopeAndTheLookBackAreHashed() throws SQLException {
    UUID ofOne = world.lead(1, yesterday, HashWorld.email("a"));
    UUID ofTwo = world.lead(2, yesterday, HashWorld.email("b"));
    world.lead(3, yesterday, HashWorld.email("c"));
    world.lead(1, Instant.now().minus(Duration.ofDays(31)), HashWorld.email("d"));
    world.rule(1, "[[\"email\"]]", 30, "lead_source");
    world.settle();
    node.buildAll();

    assertThat(world.hashes().values()).containsExactlyInAnyOrder(ofOne, ofTwo);
    assertThat(world.count("hash_kind WHERE hashed = 2 AND to_hash = 2")).isEqualTo(1);
  }

  @Test
  void theKindsOfARuleAreBuiltInOneReading() throws SQLException {
    for (int i = 0; i < 5; i++) {
      world.lead(
          1,
          yesterday,
          "{\"email\":\"a%d@example.com\",\"phone\":\"212555012%d\"}".formatted(i, i));
    }
    world.rule(1, "[[\"email\"], [\"phone\"]]", 30, "campaign");
    world.settle();
    node.buildAll();

    assertThat(world.hashes()).hasSize(10);
    assertThat(world.built()).containsExactly(10);
    assertThat(world.count("hash_kind WHERE state = 'active' AND hashed = 5")).isEqualTo(2);
  }

  @Test
  void anotherNodeGoesOnWhereANodeHasEnded() throws SQLException {
    world.leads(1, yesterday, 1_200);
    ruleOnEmail();
    try (HashWorld.Node first = world.node()) {
      first.begin();
      assertThat(first.build()).isEqualTo(Outcome.WORKED);
    }
    assertThat(world.built()).containsExactly(500);
    node.buildAll();

    assertThat(world.hashes()).hasSize(1_200);
    assertThat(world.built()).containsExactly(500, 500, 200);
    assertThat(isJudged(1)).isEqualTo(1);
  }

  @Test
  void aKindCoversWhatWasHashedAndTheRuleJudgesOnlyThen() {
    world.leads(1, yesterday, 501);
    ruleOnEmail();
    node.begin();
    node.build();
    assertThat(isJudged(1)).isZero();
    node.build();
    assertThat(isJudged(1)).isZero();
    node.build();

    assertThat(isJudged(1)).isEqualTo(1);
    assertThat(world.count("hash_kind WHERE covers_from = build_from AND state = 'active'"))
        .isEqualTo(1);
  }

  @Test
  void theHashingWaitsForAnOlderTransactionAndThenFindsItsLead() throws SQLException {
    Connection older = world.transaction();
    UUID late = world.lead(older, 1, yesterday, HashWorld.email("a"));
    ruleOnEmail();
    node.build();
    world.passTime();
    assertThat(node.build()).as("notes the transactions").isEqualTo(Outcome.WORKED);
    assertThat(node.build()).isEqualTo(Outcome.WAITS);
    assertThat(node.build()).isEqualTo(Outcome.WAITS);
    older.commit();
    node.buildAll();

    assertThat(world.hashes().values()).containsExactly(late);
  }

  @Test
  void theHashingWaitsUntilEachNodeKnowsTheKind() {
    world.leads(1, yesterday, 1);
    ruleOnEmail();
    assertThat(node.build()).as("sees the kind").isEqualTo(Outcome.WORKED);
    // The transaction that made the kind may have been committed long after it was made.
    world.execute(
        "UPDATE hash_kind SET made_at = made_at - interval '1 hour', seen_at = clock_timestamp() + interval '1 hour'");

    assertThat(node.build()).isEqualTo(Outcome.WAITS);
  }

  @Test
  void theYoungestLeadHasTheHash() throws SQLException {
    String twin = HashWorld.email("a");
    world.lead(1, yesterday, twin);
    UUID second = world.lead(1, yesterday, twin);
    world.lead(1, yesterday, HashWorld.email("b"));
    UUID younger = new UUID(-1, 0);
    UUID b = HashWorld.hash(EMAIL, US, HashWorld.email("b"));
    world.execute("INSERT INTO duplicate VALUES ('%s', '%s')".formatted(b, younger));
    UUID older = new UUID(0, 1);
    UUID a = HashWorld.hash(EMAIL, US, twin);
    world.execute("INSERT INTO duplicate VALUES ('%s', '%s')".formatted(a, older));
    ruleOnEmail();
    node.buildAll();

    assertThat(world.hashes()).containsExactlyInAnyOrderEntriesOf(Map.of(a, second, b, younger));
  }

  @Test
  void aChunkOfLargeLeadsIsBoundedInBytes() throws SQLException {
    String compressible = "x".repeat(400_000);
    for (int i = 0; i < 5; i++) {
      world.lead(
          1, yesterday, "{\"email\":\"a%d@example.com\",\"a\":\"%s\"}".formatted(i, compressible));
    }
    world.lead(
        1,
        yesterday,
        "{\"email\":\"b@example.com\",\"a\":\"%s\"}".formatted("x".repeat(3_000_000)));
    ruleOnEmail();
    node.buildAll();

    assertThat(world.built()).containsExactly(2, 2, 1, 1);
    assertThat(world.hashes()).hasSize(6);
  }

  @Test
  void campaignsWithFewLeadsShareAChunk() throws SQLException {
    world.execute(
        "INSERT INTO campaign (id, lead_source_id, lead_type_id, name)"
            + " SELECT n, 1, 1, 'n' FROM generate_series(10, 29) AS t(n)");
    world.leads(15, yesterday, 2);
    world.leads(29, yesterday, 3);
    world.rule(1, "[[\"email\"]]", 30, "all");
    world.settle();
    node.buildAll();

    assertThat(world.hashes()).as("of the two campaigns' e-mails").hasSize(3);
    assertThat(world.built().stream().mapToInt(hashes -> hashes).sum()).isEqualTo(5);
    // A chunk also ends when the reading has taken some time.
    assertThat(world.built()).hasSizeLessThan(10);
  }

  @Test
  void aLeadThatCannotBeReadIsPassedOver() throws SQLException {
    UUID deep =
        world.lead(1, yesterday, "{\"a\":%s%s}".formatted("[".repeat(1_100), "]".repeat(1_100)));
    UUID good = world.lead(1, yesterday, HashWorld.email("a"));
    ruleOnEmail();
    node.buildAll();

    assertThat(world.hashes().values()).containsExactly(good);
    assertThat(world.events).contains(new Event.RowUnreadable("lead", deep.toString()));
    assertThat(isJudged(1)).isEqualTo(1);
  }

  @Test
  void aKindWhoseBuildingBeginsAnewDuringAChunkStaysAtItsBeginning() {
    world.leads(1, yesterday, 600);
    ruleOnEmail();
    node.begin();
    world.execute(
        """
        CREATE FUNCTION begin_anew() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE hash_kind SET made_at = clock_timestamp(), ready_in = NULL, build_from = NULL, build_to = NULL;
          RETURN NULL;
        END $$;
        CREATE TRIGGER begin_anew AFTER INSERT ON duplicate FOR EACH STATEMENT EXECUTE FUNCTION begin_anew()
        """);
    node.build();
    world.execute("DROP TRIGGER begin_anew ON duplicate");

    assertThat(world.count("hash_kind WHERE next_campaign = 0 AND hashed = 0")).isEqualTo(1);
    node.buildAll();
    assertThat(world.built()).containsExactly(500, 500, 100);
    assertThat(isJudged(1)).isEqualTo(1);
  }

  @Test
  void aStepThatCannotHaveALockChangesNothingAndIsDoneAgain() throws Exception {
    world.leads(1, yesterday, 3);
    ruleOnEmail();
    node.begin();
    UUID held = HashWorld.hash(EMAIL, US, HashWorld.email("a2"));
    Connection batch = world.transaction();
    batch
        .createStatement()
        .execute("INSERT INTO duplicate VALUES ('%s', '%s')".formatted(held, held));

    assertThatThrownBy(node::build).hasMessageContaining("lock timeout");
    assertThat(world.hashes()).isEmpty();
    batch.rollback();
    node.buildAll();
    assertThat(world.hashes()).hasSize(3);
  }

  @Test
  void thousandsOfRulesAreBuiltTogether() throws SQLException {
    world.execute(
        """
        INSERT INTO campaign (id, lead_source_id, lead_type_id, name, duplicate_rules)
        SELECT n, 1, 1, 'c' || n,
          '{"sets": [["email"], ["phone"]], "days": 30, "action": "flag", "within": "campaign"}'
        FROM generate_series(1001, 2000) AS n
        """);
    UUID first = world.lead(1001, yesterday, HashWorld.email("a"));
    UUID last = world.lead(2000, yesterday, HashWorld.email("a"));
    world.settle();
    world.execute("UPDATE hash_kind SET state = 'building', covers_from = '%s'".formatted(NO_LEAD));
    node.buildAll();

    assertThat(world.count("campaign WHERE judged_rules = duplicate_rules")).isEqualTo(1_000);
    assertThat(world.hashes().values()).containsExactlyInAnyOrder(first, last);
  }
}
