package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.log.LogsError;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Makes Postgres hang: connections stay open, and no answer comes back on them. */
@Tag("faults")
class PostgresHungSpec {

  private static final Duration MAX = Duration.ofMinutes(1);

  /** Six of the lanes, ten of the pools, and one each to poll the catalogue and to sweep keys. */
  private static final int CONNECTIONS_MAX = 18;

  private static final OwnPostgres POSTGRES = new OwnPostgres();
  private static final GatewayProcess GATEWAY =
      GatewayProcess.start(
          POSTGRES.environment(
              Map.of("LEADGATE_STORAGE_WAIT", "2s", "LEADGATE_STORAGE_BATCH_TIMEOUT", "500ms")));

  private final Fixtures fixtures = GATEWAY.fixtures(POSTGRES.database());
  private final Campaign campaign = fixtures.campaign();
  private final Http vendor = GATEWAY.api().bearer(fixtures.token("lead_receiver"));

  @AfterEach
  void thaw() {
    POSTGRES.thaw();
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
    POSTGRES.close();
  }

  @Test
  void batchOfAHungConnectionIsWrittenOnANewConnection() {
    Http keyed = vendor.with("Idempotency-Key", "key-hangs");
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
    List<Long> hanging = POSTGRES.sessions();
    POSTGRES.freezeSessions();
    Answer plain = vendor.post(campaign.leads(), LEAD);
    Answer first = keyed.post(campaign.leads(), LEAD);

    assertThat(plain.status()).isEqualTo(201);
    assertThat(first.status()).isEqualTo(201);
    assertThat(POSTGRES.sessions()).anyMatch(session -> !hanging.contains(session));
    POSTGRES.thaw();
    Await.until("a hanging session ended", MAX, () -> someHaveEnded(hanging));
    assertThat(keyed.post(campaign.leads(), LEAD).text("id")).isEqualTo(first.text("id"));
    assertThat(fixtures.storedLeads(campaign)).isEqualTo(3);
  }

  /** Whether a hanging session has ended. Idle sessions of the pool do not hang, and may stay. */
  private static boolean someHaveEnded(List<Long> hanging) {
    return POSTGRES.sessions().stream().filter(hanging::contains).count() < hanging.size();
  }

  @Test
  void leadsWaitAndAreThenRefusedWhileTheServerHangs() {
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
    POSTGRES.freeze();
    Http keyed = vendor.with("Idempotency-Key", "whole-batch");
    long began = System.nanoTime();
    List<Answer> answers =
        List.of(
                vendor.postAsync(campaign.leads(), LEAD),
                keyed.postAsync(campaign.leads(), LEAD),
                GATEWAY.api().postAsync(campaign.leads(), LEAD))
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(20));
    assertThat(answers).allSatisfy(PostgresHungSpec::assertUnavailable);
    assertThat(GATEWAY.management().get("/health/ready").status()).isEqualTo(200);
    Await.until(
        "the gateway sees that Postgres is down",
        MAX,
        () ->
            GATEWAY
                .management()
                .get("/health/ready")
                .json()
                .at("/dependencies/postgres/status")
                .asText()
                .equals("down"));
    Inflight.await(GATEWAY, 0);
    POSTGRES.thaw();
    Await.until(
        "the gateway takes leads again",
        MAX,
        () -> keyed.post(campaign.leads(), LEAD).status() < 300);
    assertThat(keyed.post(campaign.leads(), LEAD).status()).isEqualTo(200);
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
  }

  @Test
  void hangLeavesNoConnectionBehind() {
    POSTGRES.freeze();
    try (Vendors vendors = Vendors.start(4, vendor, campaign)) {
      Await.until("16 posts have ended", MAX, () -> vendors.posts().size() >= 16);
      POSTGRES.thaw();
      vendors.awaitAcknowledged(50);
      vendors.stop();
    }

    Await.until(
        "only the connections of the settings are left",
        MAX,
        () -> POSTGRES.sessions().size() <= CONNECTIONS_MAX);
  }

  @Test
  void hangUnderLoadLosesAndDoublesNothing() {
    try (Vendors vendors = Vendors.start(4, vendor, campaign)) {
      vendors.awaitAcknowledged(50);
      POSTGRES.freeze();
      Await.until(
          "leads are refused",
          MAX,
          () -> vendors.answers().stream().anyMatch(answer -> answer.status() == 503));
      POSTGRES.thaw();
      vendors.awaitAcknowledged(50);
      vendors.stop();
      vendors.sendKeyedAgain(vendor);

      assertThat(vendors.posts()).allMatch(post -> post.answer().isPresent());
      assertThat(vendors.answers())
          .filteredOn(answer -> answer.status() > 201)
          .allSatisfy(PostgresHungSpec::assertUnavailable);
      vendors.assertNothingAcknowledgedIsLost(fixtures);
      vendors.assertOneLeadOfEachKey(fixtures);
    }
  }

  @Test
  void sessionsOfReadersAndAdminsAreReplacedAfterAHang() {
    Http reader = GATEWAY.api().bearer(fixtures.token("data_api"));
    String lead = vendor.post(campaign.leads(), LEAD).header("Location");
    assertThat(reader.get(lead).status()).isEqualTo(200);
    POSTGRES.freezeSessions();

    Await.until("leads can be read again", MAX, () -> reader.get(lead).status() == 200);
    Await.until("admins can log in again", MAX, () -> admin().status() == 200);
  }

  private static Answer admin() {
    return GATEWAY.management().admin().get("/admin/quarantine");
  }

  @Test
  void changesAndSearchesAre503WhileTheServerHangs() {
    Http client = GATEWAY.api().bearer(fixtures.token("account_api", "data_api"));
    Answer source = client.post(AccountClient.SOURCES, "{\"name\":\"before\"}");
    String path = source.header("Location");
    POSTGRES.freeze();
    Answer created = client.post(AccountClient.SOURCES, "{\"name\":\"maybe\"}");
    Answer changed = client.patch(path, "{\"name\":\"maybe\"}");

    Answer search = client.get("/v1/leads");

    for (Answer answer : List.of(created, changed, client.get(path), search, admin())) {
      assertUnavailable(answer);
    }
    String id = search.header("X-Request-Id");
    Await.until(
        "the log tells of the search",
        MAX,
        () ->
            GATEWAY
                .output()
                .lines()
                .anyMatch(line -> line.contains(id) && line.contains("postgres failed")));
    assertThat(created.text("detail")).contains("may have been made");
    POSTGRES.thaw();
    Await.until(
        "changes are made again",
        MAX,
        () -> client.patch(path, "{\"name\":\"after\"}").status() == 200);
    assertThat(client.get(path).text("name")).isEqualTo("after");
    Await.until("searches go on", MAX, () -> client.get("/v1/leads").status() == 200);
  }

  /** A try fails where the pool lends a session that hangs, and the next try succeeds. */
  @LogsError("partitions could not be made")
  @Test
  void missingPartitionIsMadeWhileSessionsHang() {
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
    assertThat(admin().status()).isEqualTo(200);
    POSTGRES.dropLeadPartitions();
    POSTGRES.freezeSessions();

    Await.until("a lead is stored", MAX, () -> vendor.post(campaign.leads(), LEAD).status() == 201);
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.problem()).isEqualTo("storage-unavailable");
    assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
  }
}
