package io.leadgate.duplicates.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.LeadId;
import io.leadgate.duplicates.upkeep.WorkTurn.Outcome;
import io.leadgate.telemetry.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the deletion of hashes that no rule needs any more. */
class HashSweepTest {

  /** A lead may be under way for 30 s, and the clocks of nodes may be a minute apart. */
  private static final Duration LATE = Duration.ofSeconds(90);

  private static final Duration TEN_DAYS = Duration.ofDays(10);

  private final HashWorld world = new HashWorld();
  private final HashWorld.Node node = world.node();

  @AfterEach
  void close() {
    node.close();
    world.close();
  }

  private void rule(int days) {
    world.rule(1, "[[\"email\"]]", days, "campaign");
    world.settle();
  }

  /** Inserts hashes of leads that were received this long ago. */
  private void hashes(int count, Duration ago) {
    world.execute(
        "INSERT INTO duplicate SELECT gen_random_uuid(), '%s' FROM generate_series(1, %d)"
            .formatted(LeadId.leastAt(Instant.now().minus(ago)), count));
  }

  private void sweepAll() {
    world.execute("UPDATE duplicate_work SET sweep_at = now()");
    Outcome last;
    do {
      last = node.sweep();
    } while (last == Outcome.WORKED);
  }

  private long swept() {
    return world.events.stream()
        .mapToLong(event -> event instanceof Event.HashesSwept swept ? swept.hashes() : 0)
        .sum();
  }

  @Test
  void hashesOlderThanTheLongestLookBackAreDeleted() {
    rule(2);
    world.rule(3, "[[\"email\"]]", 10, "campaign");
    world.settle();
    hashes(3, TEN_DAYS.plus(LATE).plusSeconds(60));
    hashes(5, TEN_DAYS.plus(LATE).minusSeconds(60));
    hashes(7, Duration.ofDays(1));
    sweepAll();

    assertThat(world.count("duplicate")).isEqualTo(12);
    assertThat(swept()).isEqualTo(3);
  }

  /** Until the new rule judges, the old rule does. */
  @Test
  void theLookBackOfARuleThatStillJudgesCounts() {
    world.execute(
        """
        UPDATE campaign SET judged_rules =
          '{"sets": [["email"]], "days": 10, "action": "flag", "within": "campaign"}' WHERE id = 1
        """);
    rule(2);
    hashes(5, Duration.ofDays(9));
    sweepAll();

    assertThat(world.count("duplicate")).isEqualTo(5);
  }

  @Test
  void allHashesAreDeletedWhereNoRuleIsLeft() {
    rule(2);
    hashes(5, Duration.ZERO);
    world.execute("UPDATE campaign SET deleted_at = now() WHERE id = 1");
    sweepAll();

    assertThat(world.count("duplicate")).isZero();
    assertThat(world.count("hash_kind WHERE deleted_at IS NULL")).isZero();
  }

  @Test
  void theSweepPassesOverALockedHashAndFindsItTheNextTime() throws SQLException {
    hashes(2, Duration.ofDays(1));
    Connection batch = world.transaction();
    batch.createStatement().execute("SELECT FROM duplicate LIMIT 1 FOR UPDATE");
    sweepAll();
    assertThat(world.count("duplicate")).isEqualTo(1);
    batch.rollback();
    sweepAll();

    assertThat(world.count("duplicate")).isZero();
  }

  @Test
  void eachStepReadsAPartOfTheTable() {
    hashes(20_000, Duration.ofDays(1));
    sweepAll();

    assertThat(world.count("duplicate")).isZero();
    assertThat(world.events.stream().filter(Event.HashesSwept.class::isInstance)).hasSize(3);
    assertThat(
            world.count(
                "duplicate_work WHERE sweep_page = 0 AND sweep_at > now() + interval '59 minutes'"))
        .isEqualTo(1);
    assertThat(node.sweep()).isEqualTo(Outcome.NOTHING);
  }

  @Test
  void aKindCoversNoMoreThanTheSweepLeaves() {
    rule(10);
    world.execute(
        "UPDATE hash_kind SET state = 'active', covers_from = '%s'".formatted(new UUID(0, 0)));
    world.settle();
    long version = world.version();
    sweepAll();

    UUID tooLow = LeadId.leastAt(Instant.now().minus(TEN_DAYS).minus(LATE).minusSeconds(60));
    UUID tooHigh = LeadId.leastAt(Instant.now().minus(TEN_DAYS));
    assertThat(
            world.count(
                "hash_kind WHERE covers_from > '%s' AND covers_from < '%s'"
                    .formatted(tooLow, tooHigh)))
        .isEqualTo(1);
    assertThat(world.version()).as("other nodes need not know").isEqualTo(version);
  }

  @Test
  void aLongerLookBackThanTheSweepLeftIsBuiltAnew() throws SQLException {
    rule(10);
    world.execute(
        "UPDATE hash_kind SET state = 'active', covers_from = '%s'".formatted(new UUID(0, 0)));
    world.settle();
    UUID old = world.lead(1, Instant.now().minus(Duration.ofDays(20)), HashWorld.email("a"));
    sweepAll();
    rule(30);
    assertThat(world.count("hash_kind WHERE state = 'building'")).isEqualTo(1);
    node.buildAll();

    assertThat(world.hashes().values()).containsExactly(old);
    sweepAll();
    assertThat(world.hashes().values()).containsExactly(old);
  }

  /** The building goes on where it was, and the sweep has deleted what was done before. */
  @Test
  void aLookBackThatIsShortenedAndLengthenedWhileItIsBuiltIsBuiltAnew() throws SQLException {
    UUID old = world.lead(1, Instant.now().minus(Duration.ofDays(20)), HashWorld.email("a"));
    world.leads(1, Instant.now().minus(Duration.ofDays(1)), 2_000);
    rule(30);
    node.begin();
    while (!world.hashes().containsValue(old)) {
      node.build();
    }
    rule(10);
    sweepAll();
    assertThat(world.count("hash_kind WHERE state = 'building'")).isEqualTo(1);
    assertThat(world.count("duplicate WHERE lead_id = '%s'".formatted(old))).isZero();
    rule(30);
    node.finish();
    node.buildAll();

    assertThat(world.count("duplicate WHERE lead_id = '%s'".formatted(old))).isEqualTo(1);
    assertThat(world.count("campaign WHERE judged_rules = duplicate_rules")).isEqualTo(1);
  }
}
