package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Refusal;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests vendors beside a vendor whose leads the server refuses. */
class BadVendorTest {

  private static final IngestResult STORED = IngestResult.STORED;
  private static final IngestResult UNAVAILABLE =
      new IngestResult.Refused(Refusal.STORAGE_UNAVAILABLE);
  private static final int BAD_CAMPAIGN = 99;
  private static final Duration WAIT = Duration.ofSeconds(4);

  private final TestDatabase database = SharedServers.newDatabase();
  private final RunningPersistence persistence =
      new RunningPersistence(database, Map.of("LEADGATE_STORAGE_WAIT", WAIT.toSeconds() + "s"));

  @BeforeEach
  void refuseTheLeadsOfAVendor() {
    assertThat(await(persistence.store(persistence.lead(LEAD)))).isEqualTo(STORED);
    InsertTrigger.refuse(database, "NEW.campaign_id = " + BAD_CAMPAIGN, "P0001");
  }

  @AfterEach
  void close() {
    persistence.close();
    database.close();
  }

  @Test
  void theFewNeighboursOfManyBadLeadsAreStored() {
    List<Future<IngestResult>> bad = new ArrayList<>();
    List<Future<IngestResult>> good = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < 300; i++) {
      if (i % 50 == 20) {
        good.add(persistence.store(persistence.lead(i, LEAD)));
      } else {
        bad.add(persistence.store(persistence.lead(BAD_CAMPAIGN, LEAD)));
      }
    }

    assertThat(good).allMatch(result -> await(result).equals(STORED));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(WAIT);
    assertThat(bad).noneMatch(Future::isComplete);
    assertThat(bad).allMatch(result -> await(result).equals(UNAVAILABLE));
  }

  /** A vendor that is known to be bad is in no batch of others, so few batches of others fail. */
  @Test
  void aStreamOfBadLeadsFailsFewBatchesOfTheOthers() {
    List<Future<IngestResult>> bad = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      bad.add(persistence.store(persistence.lead(BAD_CAMPAIGN, LEAD)));
      assertThat(await(persistence.store(persistence.lead(LEAD)))).isEqualTo(STORED);
    }

    assertThat(persistence.events(Event.BatchRetried.class)).hasSizeBetween(1, 30);
    assertThat(bad).allMatch(result -> await(result).equals(UNAVAILABLE));
  }
}
