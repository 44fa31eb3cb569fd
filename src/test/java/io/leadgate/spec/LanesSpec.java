package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Blocks the lane of leads with a key, or the lane of the quarantine. The other lanes are not
 * delayed.
 */
class LanesSpec {

  private static final Duration MAX = Duration.ofSeconds(30);
  private static final int REQUESTS = 20;

  /** A gateway whose time-outs are longer than the tests hold their locks. */
  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_STORAGE_BATCH_TIMEOUT", "1m",
              "LEADGATE_STORAGE_WAIT", "2m",
              "LEADGATE_HTTP_IDLE_TIMEOUT", "5m"));

  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  private final Campaign campaign = FIXTURES.campaign();
  private final Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void hangingQuarantineDelaysNoLead() throws Exception {
    List<CompletableFuture<Answer>> refused;
    try (Connection connection = GATEWAY.database().connect()) {
      lock(connection, "quarantine");
      refused = post(GATEWAY.api().bearer("no-good"));
      Await.until(
          "a request waits for the lock", MAX, () -> GATEWAY.database().waitingForLock() > 0);

      assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
      assertThat(vendor.with("Idempotency-Key", "k").post(campaign.leads(), LEAD).status())
          .isEqualTo(201);
      assertThat(refused).noneMatch(CompletableFuture::isDone);
    }
    for (CompletableFuture<Answer> answer : refused) {
      assertThat(answer.get(MAX.toSeconds(), TimeUnit.SECONDS).text("quarantined"))
          .isEqualTo("true");
    }
  }

  @Test
  void hangingKeysDelayNoOtherLeadAndNoQuarantine() throws Exception {
    List<CompletableFuture<Answer>> keyed;
    try (Connection connection = GATEWAY.database().connect()) {
      lock(connection, "idempotency_key");
      keyed = post(vendor.with("Idempotency-Key", "key-waits"));
      Await.until(
          "a request waits for the lock", MAX, () -> GATEWAY.database().waitingForLock() > 0);

      assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
      assertThat(GATEWAY.api().post(campaign.leads(), LEAD).text("quarantined")).isEqualTo("true");
      assertThat(keyed).noneMatch(CompletableFuture::isDone);
    }
    assertThat(keyed)
        .extracting(answer -> answer.get(MAX.toSeconds(), TimeUnit.SECONDS).status())
        .as("the first lead is stored, and the others are its replays")
        .containsOnlyOnce(201)
        .containsOnly(201, 200);
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(2);
  }

  /**
   * A vendor whose lead is told 409 would sell it elsewhere, and it would be stored all the same.
   */
  @Test
  void replayOfALeadThatWaitsForItsCommitIsNotRefused() throws Exception {
    Http keyed = vendor.with("Idempotency-Key", "key-slow");
    String item = "{\"idempotency_key\":\"key-slow\",\"fields\":%s}".formatted(LEAD);
    CompletableFuture<Answer> first;
    try (Connection connection = GATEWAY.database().connect()) {
      lock(connection, "idempotency_key", "SHARE"); // Looks can read.
      first = keyed.postAsync(campaign.leads(), LEAD);
      Await.until(
          "the lead waits for the lock", MAX, () -> GATEWAY.database().waitingForLock() > 0);
      FIXTURES.changeStatus(campaign, "paused");

      assertProblem(keyed.post(campaign.leads(), LEAD), 503, "storage-unavailable");
      assertProblem(vendor.post(campaign.leads(), "[" + item + "]"), 503, "storage-unavailable");
      assertProblem(
          keyed.post(campaign.leads(), LEAD.replace("Ada", "Eve")), 409, "campaign-not-active");
      assertProblem(
          vendor.with("Idempotency-Key", "key-other").post(campaign.leads(), LEAD),
          409,
          "campaign-not-active");
      assertThat(first).isNotDone();
    }
    assertThat(first.get(MAX.toSeconds(), TimeUnit.SECONDS).status()).isEqualTo(201);
    Answer again = keyed.post(campaign.leads(), LEAD);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("id")).isEqualTo(first.get().text("id"));
    assertProblem(
        vendor.with("Idempotency-Key", "key-other").post(campaign.leads(), LEAD),
        409,
        "campaign-not-active");
  }

  private List<CompletableFuture<Answer>> post(Http caller) {
    return IntStream.range(0, REQUESTS)
        .mapToObj(i -> caller.postAsync(campaign.leads(), LEAD))
        .toList();
  }

  private static void lock(Connection connection, String table) throws SQLException {
    lock(connection, table, "ACCESS EXCLUSIVE");
  }

  /** Locks the table until the connection is closed. */
  private static void lock(Connection connection, String table, String mode) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE %s IN %s MODE".formatted(table, mode));
    }
  }
}
