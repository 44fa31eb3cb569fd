package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.postgres.AdvisoryLock;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.process.Await;
import io.leadgate.telemetry.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the deletion of expired idempotency keys in the background. */
class KeySweepTest {

  private static final Duration MAX = Duration.ofSeconds(60);
  private static final IngestResult STORED = IngestResult.STORED;

  /** The advisory lock that a sweeping node holds. */
  private static final String LOCK =
      "SELECT pg_advisory_lock(" + AdvisoryLock.SWEEP_KEYS.key() + ")";

  private final TestDatabase database = SharedServers.newDatabase();
  private final KeyRows keys = new KeyRows(database);
  private final List<RunningPersistence> nodes = new ArrayList<>();
  private final RunningPersistence node = node();

  private RunningPersistence node() {
    RunningPersistence started =
        new RunningPersistence(database, Map.of("LEADGATE_LEAD_IDEMPOTENCY_SWEEP", "100ms"));
    nodes.add(started);
    return started;
  }

  @AfterEach
  void close() {
    nodes.forEach(RunningPersistence::close);
    database.close();
  }

  private void awaitGone(String name) {
    Await.until("the keys are gone", MAX, () -> keys.count(name) == 0);
  }

  private static int swept(RunningPersistence node) {
    return node.events(Event.KeysSwept.class).stream().mapToInt(Event.KeysSwept::keys).sum();
  }

  private static void awaitTurns(RunningPersistence node, int more) {
    int turns = node.events(Event.KeysSwept.class).size();
    Await.until(
        more + " more turns", MAX, () -> node.events(Event.KeysSwept.class).size() >= turns + more);
  }

  @Test
  void expiredKeysAreDeletedInThousandsAndLiveKeysStay() {
    keys.insert("live", 10, "-1 hour");
    keys.insert("just-now", 10, "1 second");
    keys.insert("old", 2_500, "1 hour");
    awaitGone("old");
    Await.until("all are told of", MAX, () -> swept(node) == 2_500);

    assertThat(node.events(Event.KeysSwept.class)).allMatch(swept -> swept.keys() <= 1_000);
    assertThat(node.events(Event.StorageFailed.class)).isEmpty();
    assertThat(keys.count("live")).isEqualTo(10);
    // A batch that has lost against one of these keys may be about to read the key's owner.
    assertThat(keys.count("just-now")).isEqualTo(10);
  }

  @Test
  void keysThatExpireAtTheSameTimeAreDeleted() {
    keys.insert("old", 2_500, "1 hour");
    keys.execute("UPDATE idempotency_key SET expires_at = now() - interval '1 hour'");

    awaitGone("old");
  }

  @Test
  void twoNodesDeleteEachKeyOnce() {
    RunningPersistence other = node();
    for (int round = 1; round <= 5; round++) {
      keys.insert("old", 3_000, "1 hour");
      awaitGone("old");
    }

    Await.until("all are told of", MAX, () -> swept(node) + swept(other) >= 15_000);
    assertThat(swept(node) + swept(other)).isEqualTo(15_000);
    assertThat(node.events(Event.StorageFailed.class)).isEmpty();
    assertThat(other.events(Event.StorageFailed.class)).isEmpty();
  }

  @Test
  void aNodeDoesNotSweepWhileAnotherNodeSweeps() throws SQLException {
    try (Connection another = database.connect()) {
      KeyRows.execute(another, LOCK);
      awaitTurns(node, 1);
      keys.insert("old", 10, "1 hour");
      awaitTurns(node, 3);

      assertThat(keys.count("old")).isEqualTo(10);
    }
    awaitGone("old");
  }

  @Test
  void theSweepSkipsALockedKey() throws SQLException {
    try (Connection batch = database.connect()) {
      batch.setAutoCommit(false);
      try (Connection another = database.connect()) {
        KeyRows.execute(another, LOCK);
        awaitTurns(node, 1);
        keys.insert("locked", 1, "2 hours");
        KeyRows.execute(
            batch,
            "SELECT FROM idempotency_key WHERE key = '%s' FOR UPDATE"
                .formatted(KeyRows.hash("locked-1")));
      }
      keys.insert("old", 1_500, "1 hour");
      awaitGone("old");

      assertThat(keys.count("locked")).isEqualTo(1);
      assertThat(await(node.store(node.lead(LEAD, "new")))).isEqualTo(STORED);
    }
    awaitGone("locked");
    assertThat(node.events(Event.StorageFailed.class)).isEmpty();
  }

  /** Some batches take over keys of the chunk that is being deleted. */
  @Test
  void leadsWithKeysAreStoredDuringASweep() {
    RunningPersistence other = node();
    keys.insert("old", 40_000, "1 hour");
    int batches = 0;
    while (expired() > 0 && batches < 40_000 / 50) {
      int from = 40_000 - 50 * batches; // The oldest keys have these numbers and are deleted first.
      batches++;
      RunningPersistence one = batches % 2 == 0 ? node : other;
      List<Lead> leads =
          IntStream.range(0, 50).mapToObj(i -> one.lead(LEAD, "old-" + (from - i))).toList();

      assertThat(one.storeTogether(leads).stream().map(RunningPersistence::await))
          .containsOnly(STORED);
    }
    Await.until("the others are gone", MAX, () -> expired() == 0);

    assertThat(batches).isGreaterThan(1);
    assertThat(keys.count("old")).isEqualTo(50L * batches);
    assertThat(database.number("SELECT count(*) FROM lead")).isEqualTo(50L * batches);
    for (RunningPersistence one : nodes) {
      assertThat(one.events(Event.BatchRetried.class)).isEmpty();
      assertThat(one.events(Event.StorageFailed.class)).isEmpty();
    }
  }

  private long expired() {
    return database.number("SELECT count(*) FROM idempotency_key WHERE expires_at < now()");
  }

  @Test
  void aFailureIsReportedAndTheNextTurnTriesAgain() {
    keys.execute("ALTER TABLE idempotency_key RENAME TO away");
    Await.until("told", MAX, () -> node.events(Event.StorageFailed.class).size() >= 2);
    keys.execute("ALTER TABLE away RENAME TO idempotency_key");
    keys.insert("old", 10, "1 hour");
    awaitGone("old");

    assertThat(node.events(Event.StorageFailed.class))
        .allMatch(failed -> failed.cause().equals("42P01"))
        .allMatch(failed -> failed.where().equals("the sweep of idempotency keys"));
  }
}
