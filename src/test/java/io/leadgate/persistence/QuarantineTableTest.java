package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineLane;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests a batch that is tried again because the outcome of the earlier try is unknown. */
class QuarantineTableTest {

  private static final int CAP = 5;
  private static final QuarantineResult KEPT = new QuarantineResult.Kept();
  private static final QuarantineResult FULL =
      new QuarantineResult.Overflowed(QuarantineBound.ROWS);

  private final TestDatabase database = SharedServers.newDatabase();

  /** Creates the table; the test uses no bus request of it. */
  private final RunningPersistence persistence = new RunningPersistence(database, Map.of());

  private final Vertx vertx = Vertx.vertx();
  private final QuarantineTable table = new QuarantineTable(QuarantineLane.SIGNED, CAP);
  private final SqlConnection earlier = connect();
  private final SqlConnection later = connect();

  @BeforeEach
  void fillTheOtherKind() {
    List<QuarantinedRequest> strangers = requests(QuarantineReason.UNKNOWN_KEY, 9);
    assertThat(
            await(
                new QuarantineTable(QuarantineLane.STRANGERS, 9).write(earlier, strangers, false)))
        .containsOnly(KEPT);
  }

  @AfterEach
  void close() {
    assertThat(database.number("SELECT rows FROM quarantine_rows WHERE lane = 'strangers'"))
        .isEqualTo(9);
    await(vertx.close());
    persistence.close();
    database.close();
  }

  @Test
  void theOldestRequestsAreKeptUpToTheCap() {
    List<QuarantinedRequest> batch = requests(8);

    assertThat(await(table.write(earlier, batch, false))).isEqualTo(keptOf(8, CAP));
    assertThat(stored(batch)).isEqualTo(keptOf(8, CAP));
    assertThat(await(table.write(later, requests(2), false))).containsExactly(FULL, FULL);
    assertCounted(CAP);
  }

  @Test
  void aRetryOfACommittedBatchCountsNoRequestAgain() {
    List<QuarantinedRequest> batch = requests(8);
    await(table.write(earlier, batch, false));

    assertThat(await(table.write(later, batch, true))).isEqualTo(keptOf(8, CAP));
    assertThat(await(table.write(later, batch, true))).isEqualTo(keptOf(8, CAP));
    assertThat(stored(batch)).isEqualTo(keptOf(8, CAP));
    assertCounted(CAP);
  }

  @Test
  void aRetryOfALostBatchKeepsItsRequests() {
    List<QuarantinedRequest> batch = requests(3);

    assertThat(await(table.write(later, batch, true))).containsOnly(KEPT);
    assertCounted(3);
  }

  @Test
  void aRetryFillsRoomThatHasBecomeFree() {
    List<QuarantinedRequest> batch = requests(8);
    await(table.write(earlier, batch, false));
    await(later.query("DELETE FROM quarantine WHERE id = '" + batch.get(1).id() + "'").execute());
    await(later.query("DELETE FROM quarantine WHERE id = '" + batch.get(3).id() + "'").execute());

    assertThat(await(table.write(later, batch.subList(4, 7), true)))
        .containsExactly(KEPT, KEPT, KEPT);
    assertCounted(CAP);
  }

  @Test
  void aRetryWaitsForAnEarlierTryInProgress() {
    List<QuarantinedRequest> batch = requests(8);
    Future<List<QuarantineResult>> retry = retryBeside(batch);
    await(earlier.query("COMMIT").execute());

    assertThat(await(retry)).isEqualTo(keptOf(8, CAP));
    assertThat(stored(batch)).isEqualTo(keptOf(8, CAP));
    assertCounted(CAP);
  }

  @Test
  void anEarlierTryThatFailsLateCountsNoRequest() {
    List<QuarantinedRequest> batch = requests(3);
    Future<List<QuarantineResult>> retry = retryBeside(batch);
    await(earlier.query("ROLLBACK").execute());

    assertThat(await(retry)).containsOnly(KEPT);
    assertCounted(3);
  }

  /** Starts a retry while the earlier try has done everything but its commit. */
  private Future<List<QuarantineResult>> retryBeside(List<QuarantinedRequest> batch) {
    await(earlier.query("BEGIN").execute());
    await(table.write(earlier, batch, false));
    Future<List<QuarantineResult>> retry = table.write(later, batch, true);
    database.awaitWaitingForLock(1);
    assertThat(retry.isComplete()).isFalse();
    return retry;
  }

  /** A frozen server may find the statement in its socket and run it after the retry. */
  @Test
  void anEarlierTryThatRunsAfterTheRetryCountsNoRequest() {
    List<QuarantinedRequest> batch = requests(3);
    assertThat(await(table.write(later, batch, true))).containsOnly(KEPT);

    assertThat(await(table.write(earlier, batch, false).map(true).otherwise(false))).isFalse();
    assertCounted(3);
  }

  @Test
  void aBadRowInARetryLeavesTheConnectionUsable() {
    List<QuarantinedRequest> bad =
        List.of(persistence.badRequest(QuarantineReason.EXPIRED, Optional.of("\u0000")));

    assertThat(await(table.write(later, bad, true).map(true).otherwise(false))).isFalse();
    assertThat(await(table.write(later, requests(1), true))).containsExactly(KEPT);
    assertCounted(1);
  }

  private void assertCounted(int rows) {
    assertThat(database.number("SELECT count(*) FROM quarantine WHERE lane = 'signed'"))
        .isEqualTo(rows);
    assertThat(database.number("SELECT rows FROM quarantine_rows WHERE lane = 'signed'"))
        .isEqualTo(rows);
  }

  private List<QuarantinedRequest> requests(int count) {
    return requests(QuarantineReason.EXPIRED, count);
  }

  private List<QuarantinedRequest> requests(QuarantineReason reason, int count) {
    return Stream.generate(() -> persistence.badRequest(reason)).limit(count).toList();
  }

  private static List<QuarantineResult> keptOf(int all, int kept) {
    return Stream.concat(
            Collections.nCopies(kept, KEPT).stream(),
            Collections.nCopies(all - kept, FULL).stream())
        .toList();
  }

  private List<QuarantineResult> stored(List<QuarantinedRequest> batch) {
    return batch.stream()
        .map(
            row -> database.number("SELECT count(*) FROM quarantine WHERE id = '" + row.id() + "'"))
        .map(count -> count == 1 ? KEPT : FULL)
        .toList();
  }

  private SqlConnection connect() {
    return await(PgConnection.connect(vertx, PgConnectOptions.fromUri(database.uri())));
  }
}
