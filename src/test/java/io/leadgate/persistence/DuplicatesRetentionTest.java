package io.leadgate.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.LeadId;
import io.leadgate.postgres.AdvisoryLock;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.process.Await;
import io.leadgate.telemetry.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that refused duplicates leave the quarantine when they are too old. */
class DuplicatesRetentionTest {

  private static final Duration MAX = Duration.ofSeconds(60);

  private final TestDatabase database = SharedServers.newDatabase();

  @BeforeEach
  void makePartition() throws SQLException {
    execute(
        "CREATE TABLE quarantine_p PARTITION OF quarantine FOR VALUES FROM (MINVALUE) TO ('%s')"
            .formatted(LeadId.leastAt(Instant.now().minus(Duration.ofHours(50)))));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.connect()) {
      KeyRows.execute(connection, sql);
    }
  }

  private void insert(String lane, String reason, int rows, Duration ago) throws SQLException {
    execute(
        """
        WITH kept AS (
          INSERT INTO quarantine (id, campaign_id, lane, reason, received_at, remote, body)
          SELECT (left('%s', 24) || lpad(to_hex(n), 12, '0'))::uuid, 1, '%s', '%s', now(), '192.0.2.1', ''
          FROM generate_series(1, %d) AS t(n) RETURNING id
        )
        UPDATE quarantine_rows SET rows = rows + (SELECT count(*) FROM kept) WHERE lane = '%2$s'"""
            .formatted(LeadId.leastAt(Instant.now().minus(ago)), lane, reason, rows));
  }

  private long count(String lane) {
    return database.number("SELECT count(*) FROM quarantine WHERE lane = '%s'".formatted(lane));
  }

  private long counted(String lane) {
    return database.number("SELECT rows FROM quarantine_rows WHERE lane = '%s'".formatted(lane));
  }

  @Test
  void refusedDuplicatesOlderThanTheRetentionAreDeletedInChunks() throws SQLException {
    insert("duplicates", "duplicate", 1_100, Duration.ofDays(10));
    insert("duplicates", "duplicate", 5, Duration.ofHours(60));
    insert("signed", "expired", 7, Duration.ofDays(11));
    try (RunningPersistence node =
        new RunningPersistence(
            database, Map.of("LEADGATE_QUARANTINE_DUPLICATES_RETENTION", "3d"))) {
      Await.until(
          "three chunks", MAX, () -> node.events(Event.DuplicatesExpired.class).size() == 3);

      assertThat(node.events(Event.DuplicatesExpired.class))
          .extracting(Event.DuplicatesExpired::rows)
          .containsExactly(500, 500, 100);
    }
    assertThat(count("duplicates")).isEqualTo(5);
    assertThat(counted("duplicates")).isEqualTo(5);
    assertThat(count("signed")).isEqualTo(7);
    assertThat(counted("signed")).isEqualTo(7);
  }

  @Test
  void aNodeDeletesNothingWhileAnotherNodeDeletes() throws SQLException {
    insert("duplicates", "duplicate", 10, Duration.ofDays(10));
    try (Connection other = database.connect()) {
      KeyRows.execute(
          other, "SELECT pg_advisory_lock(" + AdvisoryLock.EXPIRE_DUPLICATES.key() + ")");
      try (RunningPersistence node =
          new RunningPersistence(
              database, Map.of("LEADGATE_QUARANTINE_DUPLICATES_RETENTION", "3d"))) {
        Await.until("a turn", MAX, () -> !node.events(Event.DuplicatesExpired.class).isEmpty());
      }
    }

    assertThat(count("duplicates")).isEqualTo(10);
  }
}
