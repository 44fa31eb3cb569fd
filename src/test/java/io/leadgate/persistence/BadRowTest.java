package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.Refusal;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.telemetry.Event;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests a batch in which Postgres refuses a single row. */
class BadRowTest {

  private static final IngestResult STORED = IngestResult.STORED;
  private static final IngestResult REFUSED = new IngestResult.Refused(Refusal.INVALID_LEAD);

  private final TestDatabase database = SharedServers.newDatabase();
  private final RunningPersistence persistence = new RunningPersistence(database, Map.of());

  @AfterEach
  void close() {
    persistence.close();
    database.close();
  }

  static Stream<String> whatPostgresDoesNotTake() {
    return Stream.of(
        "{\"a\":\"\u0000\"}",
        "{\"a\":",
        "",
        "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
  }

  @ParameterizedTest
  @MethodSource("whatPostgresDoesNotTake")
  void onlyTheBadRowOfABatchIsRefused(String fields) throws SQLException {
    List<Lead> leads = hundred(i -> persistence.lead(LEAD));
    leads.add(50, persistence.lead(fields));

    assertOnlyTheFiftiethIsRefused(leads, persistence.store(leads));
  }

  @ParameterizedTest
  @MethodSource("whatPostgresDoesNotTake")
  void onlyTheBadKeyedRowOfABatchIsRefused(String fields) throws SQLException {
    List<Lead> leads = hundred(i -> persistence.lead(LEAD, "key-" + i));
    leads.add(50, persistence.lead(fields, "bad"));

    assertOnlyTheFiftiethIsRefused(leads, persistence.store(leads));
    assertThat(
            database.number(
                "SELECT count(*) FROM idempotency_key WHERE key = '%s'"
                    .formatted(KeyRows.hash("bad"))))
        .isZero();
    assertThat(persistence.store(List.of(persistence.lead(LEAD, "bad")))).containsExactly(STORED);
  }

  private static List<Lead> hundred(IntFunction<Lead> lead) {
    List<Lead> leads = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      leads.add(lead.apply(i));
    }
    return leads;
  }

  private void assertOnlyTheFiftiethIsRefused(List<Lead> leads, List<IngestResult> results)
      throws SQLException {
    Set<UUID> stored = stored();
    for (int i = 0; i < leads.size(); i++) {
      assertThat(results.get(i)).as("row %d", i).isEqualTo(i == 50 ? REFUSED : STORED);
      assertThat(stored.contains(leads.get(i).id().value())).as("row %d", i).isEqualTo(i != 50);
    }
    List<Event.BatchCommitted> batches = persistence.events(Event.BatchCommitted.class);
    assertThat(batches).hasSizeLessThan(40).anyMatch(batch -> batch.rows() > 10);
    assertThat(persistence.events(Event.RowRefused.class)).hasSize(1);
    assertThat(persistence.events(Event.BatchRetried.class)).isEmpty();
  }

  @Test
  void theSecondTwinReplaysTheIdOfTheFirstTwin() throws SQLException {
    List<Lead> twins = List.of(persistence.lead(LEAD, "twin"), persistence.lead(LEAD, "twin"));
    List<IngestResult> results = persistence.store(twins);

    Lead first = twins.getFirst();
    assertThat(results)
        .containsExactly(STORED, new IngestResult.Replayed(first.id(), first.receivedAt()));
    assertThat(stored(first)).isTrue();
    assertThat(stored(twins.getLast())).isFalse();
  }

  @Test
  void theSecondTwinIsRefusedIfItsFieldsDiffer() throws SQLException {
    List<Lead> twins =
        List.of(persistence.lead(LEAD, "twin"), persistence.lead("{\"a\":\"b\"}", "twin"));

    assertThat(persistence.store(twins))
        .containsExactly(STORED, new IngestResult.Refused(Refusal.IDEMPOTENCY_KEY_REUSED));
    assertThat(stored(twins.getFirst())).isTrue();
    assertThat(stored(twins.getLast())).isFalse();
  }

  @Test
  void theTwinOfABadRowIsStored() throws SQLException {
    List<Lead> twins = List.of(persistence.lead("{\"a\":", "twin"), persistence.lead(LEAD, "twin"));

    assertThat(persistence.store(twins)).containsExactly(REFUSED, STORED);
    assertThat(stored(twins.getLast())).isTrue();
  }

  @Test
  void aMissingPartitionIsMadeAndTheLeadIsStored() throws SQLException {
    dropPartitions();
    Lead plain = persistence.lead(LEAD);
    assertThat(persistence.store(List.of(plain))).containsExactly(STORED);
    dropPartitions();
    Lead keyed = persistence.lead(LEAD, "no-partition");
    assertThat(persistence.store(List.of(keyed))).containsExactly(STORED);

    assertThat(stored(keyed)).isTrue();
    assertThat(await(persistence.store(persistence.lead(LEAD, "no-partition"))))
        .isEqualTo(new IngestResult.Replayed(keyed.id(), keyed.receivedAt()));
  }

  private void dropPartitions() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          DO $$ DECLARE partition regclass; BEGIN
            FOR partition IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'lead'::regclass
            LOOP EXECUTE 'DROP TABLE ' || partition; END LOOP;
          END $$\
          """);
    }
  }

  private boolean stored(Lead lead) throws SQLException {
    return stored().contains(lead.id().value());
  }

  private Set<UUID> stored() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM lead")) {
      Set<UUID> ids = new HashSet<>();
      while (rows.next()) {
        ids.add(rows.getObject("id", UUID.class));
      }
      return ids;
    }
  }
}
