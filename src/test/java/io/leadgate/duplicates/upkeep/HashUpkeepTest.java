package io.leadgate.duplicates.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.DuplicateRules.Within;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.HashKind;
import io.leadgate.domain.LeadType;
import io.leadgate.duplicates.upkeep.WorkTurn.Outcome;
import io.leadgate.postgres.BatchConnection;
import io.leadgate.postgres.PostgresDriver;
import io.leadgate.support.process.Await;
import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the upkeep of hashes on nodes that run, and its rest. */
class HashUpkeepTest {

  private static final Duration MAX = Duration.ofSeconds(60);

  private static final HashUpkeep.Pace FAST =
      new HashUpkeep.Pace(
          Duration.ofMillis(20), Duration.ofMillis(200), Duration.ZERO, Duration.ZERO);

  private final Instant yesterday = Instant.now().minus(Duration.ofDays(1));
  private final HashWorld world = new HashWorld();
  private final List<Vertx> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(node -> HashWorld.await(node.close()));
    world.close();
  }

  private Vertx start() {
    Vertx vertx = Vertx.vertx();
    nodes.add(vertx);
    HashWorld.await(
        vertx.deployVerticle(
            new HashUpkeep(
                vertx,
                new BatchConnection(vertx, PostgresDriver.toAnyDatabase(), world.options()),
                world::version,
                FAST,
                world.events::add)));
    return vertx;
  }

  private void awaitJudged() {
    Await.until(
        "the rule judges",
        MAX,
        () -> world.count("campaign WHERE judged_rules = duplicate_rules") == 1);
  }

  @Test
  void aRuleThatIsWrittenByHandComesIntoForce() {
    world.leads(1, yesterday, 10);
    start();
    world.rule(1, "[[\"email\"]]", 30, "campaign");
    awaitJudged();
    assertThat(world.count("duplicate")).isEqualTo(10);

    world.execute("UPDATE campaign SET duplicate_rules = NULL");
    Await.until("all hashes are swept", MAX, () -> world.count("duplicate") == 0);
    assertThat(world.count("hash_kind WHERE deleted_at IS NULL")).isZero();
    assertThat(world.events.stream().filter(Event.StorageFailed.class::isInstance)).isEmpty();
  }

  @Test
  void theVersionRisesForEachChangeOfTheStateAndForNothingElse() {
    start();
    long before = world.version();
    world.rule(1, "[[\"email\"]]", 30, "campaign");
    awaitJudged();

    assertThat(world.version()).as("the rule, its kind, and the judging").isEqualTo(before + 3);
    Await.until("three sweeps", MAX, () -> sweeps() >= 3);
    assertThat(world.version()).isEqualTo(before + 3);
  }

  private long sweeps() {
    return world.events.stream().filter(Event.HashesSwept.class::isInstance).count();
  }

  @Test
  void threeNodesDoTheWorkOnce() {
    world.leads(1, yesterday, 2_300);
    start();
    start();
    start();
    world.rule(1, "[[\"email\"]]", 30, "campaign");
    awaitJudged();
    Await.until("told", MAX, () -> world.built().stream().mapToInt(n -> n).sum() >= 2_300);

    assertThat(world.built()).containsExactly(500, 500, 500, 500, 300);
    assertThat(world.count("hash_kind WHERE hashed = 2300")).isEqualTo(1);
  }

  @Test
  void aNodeThatEndsDuringTheWorkLeavesItToAnotherNode() {
    world.leads(1, yesterday, 3_000);
    Vertx first = start();
    world.rule(1, "[[\"email\"]]", 30, "campaign");
    Await.until("begun", MAX, () -> !world.built().isEmpty());
    HashWorld.await(first.close());
    start();
    awaitJudged();

    assertThat(world.count("duplicate")).isEqualTo(3_000);
  }

  @Test
  void aFailureIsToldAndTheNextTurnTriesAgain() {
    world.execute("ALTER TABLE duplicate_work RENAME TO away");
    start();
    Await.until(
        "told",
        MAX,
        () ->
            world.events.contains(
                new Event.StorageFailed(
                    "the upkeep of the hashes of leads", Optional.empty(), "42P01")));
    world.execute("ALTER TABLE away RENAME TO duplicate_work");
    world.rule(1, "[[\"email\"]]", 30, "campaign");
    awaitJudged();
  }

  @Test
  void allNodesRestForNineTimesTheLengthOfAStep() throws SQLException {
    world.leads(1, yesterday, 3);
    world.rule(1, "[[\"email\"]]", 30, "campaign");
    world.settle();
    try (HashWorld.Node node = world.node();
        HashWorld.Node other = world.node()) {
      node.begin();
      holdInserts(0.2);
      double began = clock();
      assertThat(node.build()).isEqualTo(Outcome.WORKED);
      double took = clock() - began;
      double rests = seconds("rests_until FROM duplicate_work") - began;

      assertThat(rests).isBetween(10 * 0.2, 10 * took);
      assertThat(other.buildWithoutPause()).isEqualTo(Outcome.WAITS);
    }
  }

  /** A batch of leads may wait for a hash that a chunk holds, but only for the chunk's commit. */
  @Test
  void aBatchThatWantsAHashOfAChunkWaitsForItsCommitOnly() throws Exception {
    world.leads(1, yesterday, 3);
    world.rule(1, "[[\"email\"]]", 30, "campaign");
    world.settle();
    UUID mine = new UUID(-1, 0);
    try (HashWorld.Node node = world.node()) {
      node.begin();
      holdInserts(0.3);
      Future<Outcome> chunk = node.buildLater();
      Await.until(
          "the chunk holds its hashes",
          MAX,
          () -> world.count("pg_stat_activity WHERE wait_event = 'PgSleep'") == 1);
      world.execute(
          "INSERT INTO duplicate AS d VALUES ('%s', '%s') ON CONFLICT (h) DO UPDATE SET lead_id = excluded.lead_id"
              .formatted(hashOf("a2"), mine));

      assertThat(HashWorld.await(chunk)).isEqualTo(Outcome.WORKED);
      assertThat(world.hashes()).hasSize(3).containsEntry(hashOf("a2"), mine);
    }
  }

  private static UUID hashOf(String name) {
    LeadType type =
        new LeadType(
            1,
            "a",
            false,
            "US",
            List.of(new LeadType.Field("email", "email", FieldType.EMAIL, false, List.of())),
            Instant.EPOCH,
            Instant.EPOCH);
    return HashWorld.hash(
        new HashKind(Within.CAMPAIGN, 1, List.of("email")), type, HashWorld.email(name));
  }

  /** Lets each statement that inserts hashes of other leads than the test's last this long. */
  private void holdInserts(double seconds) {
    world.execute(
        """
        CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF (SELECT count(*) FROM fresh) > 1 THEN PERFORM pg_sleep(%s); END IF;
          RETURN NULL;
        END $$;
        CREATE TRIGGER hold AFTER INSERT ON duplicate REFERENCING NEW TABLE AS fresh
          FOR EACH STATEMENT EXECUTE FUNCTION hold()
        """
            .formatted(seconds));
  }

  private double clock() throws SQLException {
    return seconds("clock_timestamp()");
  }

  private double seconds(String time) throws SQLException {
    try (Connection connection = world.database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT extract(epoch FROM (SELECT %s))".formatted(time))) {
      row.next();
      return row.getDouble(1);
    }
  }
}
