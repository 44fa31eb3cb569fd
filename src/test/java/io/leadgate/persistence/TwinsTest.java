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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests twins: leads with an equal key in one batch, because one statement cannot touch a key
 * twice.
 */
class TwinsTest {

  private static final String OTHER = "{\"a\":\"b\"}";
  private static final IngestResult STORED = IngestResult.STORED;
  private static final IngestResult REUSED =
      new IngestResult.Refused(Refusal.IDEMPOTENCY_KEY_REUSED);

  private final TestDatabase database = SharedServers.newDatabase();
  private final KeyRows keys = new KeyRows(database);
  private final RunningPersistence persistence =
      new RunningPersistence(database, Map.of("LEADGATE_LEAD_IDEMPOTENCY_WINDOW", "2m"));

  @AfterEach
  void close() {
    persistence.close();
    database.close();
  }

  private static IngestResult replayed(Lead first) {
    return new IngestResult.Replayed(first.id(), first.receivedAt());
  }

  @Test
  void theFirstTwinIsStoredAndLaterTwinsAreReplayedOrRefused() {
    List<Lead> leads = new ArrayList<>();
    List<IngestResult> expected = new ArrayList<>();
    for (int key = 0; key < 20; key++) {
      leads.add(persistence.lead(key % 2 == 0 ? LEAD : OTHER, "twin-" + key));
      expected.add(STORED);
    }
    for (int i = 0; i < 100; i++) {
      int key = i % 20;
      boolean same = i % 3 == 0;
      leads.add(persistence.lead(key % 2 == 0 == same ? LEAD : OTHER, "twin-" + key));
      expected.add(same ? replayed(leads.get(key)) : REUSED);
    }

    assertThat(persistence.storeTogether(leads)).map(RunningPersistence::await).isEqualTo(expected);
    assertThat(persistence.events(Event.BatchCommitted.class))
        .extracting(Event.BatchCommitted::rows)
        .containsExactly(120);
    assertThat(database.number("SELECT count(*) FROM lead")).isEqualTo(20);
    assertThat(keys.count("twin")).isEqualTo(20);
  }

  @Test
  void allTwinsLoseAgainstAKeyThatIsTaken() {
    Lead first = persistence.lead(LEAD, "taken");
    assertThat(await(persistence.store(first))).isEqualTo(STORED);

    assertThat(
            persistence.store(
                List.of(
                    persistence.lead(OTHER, "taken"),
                    persistence.lead(LEAD, "taken"),
                    persistence.lead(OTHER, "taken"))))
        .containsExactly(REUSED, replayed(first), REUSED);
  }

  @Test
  void theFirstTwinTakesOverAnExpiredKey() {
    keys.insert("old", 1, "1 second");
    Lead first = persistence.lead(LEAD, "old-1");
    List<Lead> twins =
        List.of(first, persistence.lead(LEAD, "old-1"), persistence.lead(OTHER, "old-1"));

    assertThat(persistence.store(twins)).containsExactly(STORED, replayed(first), REUSED);
    assertThat(keys.count("old")).isEqualTo(1);
  }

  /** A replay does not extend the life of a key. */
  @Test
  void aKeyLivesFromItsFirstLeadForTheConfiguredTime() {
    String left = "SELECT extract(epoch FROM expires_at - now())::int FROM idempotency_key";
    String until = "SELECT (extract(epoch FROM expires_at) * 1e6)::bigint FROM idempotency_key";
    Lead first = persistence.lead(LEAD, "lives");
    await(persistence.store(first));
    long expires = database.number(until);

    assertThat(database.number(left)).isBetween(60L, 120L);
    assertThat(await(persistence.store(persistence.lead(LEAD, "lives"))))
        .isEqualTo(replayed(first));
    assertThat(database.number(until)).isEqualTo(expires);
  }
}
