package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Restarts Postgres under a gateway, which goes on without a restart of its own. */
@Tag("faults")
class PostgresRestartSpec {

  private static final OwnPostgres POSTGRES = new OwnPostgres();

  // Leads wait for longer than a restart takes on a slow machine.
  private static final GatewayProcess GATEWAY =
      GatewayProcess.start(POSTGRES.environment(Map.of("LEADGATE_STORAGE_WAIT", "30s")));

  private final Fixtures fixtures = GATEWAY.fixtures(POSTGRES.database());
  private final Campaign campaign = fixtures.campaign();
  private final Http vendor = GATEWAY.api().bearer(fixtures.token("lead_receiver"));

  @AfterAll
  static void stop() {
    GATEWAY.close();
    POSTGRES.close();
  }

  @Test
  void restartOfPostgresUnderLoadLosesAndDoublesNothing() {
    breakWhileVendorsPost(() -> POSTGRES.server().restart());
  }

  @Test
  void killOfPostgresUnderLoadLosesAndDoublesNothing() {
    breakWhileVendorsPost(
        () -> {
          POSTGRES.server().kill();
          POSTGRES.server().start();
        });
  }

  private void breakWhileVendorsPost(Runnable fault) {
    try (Vendors vendors = Vendors.start(4, vendor, campaign)) {
      vendors.awaitAcknowledged(50);
      fault.run();
      vendors.awaitAcknowledged(50);
      vendors.stop();
      vendors.sendKeyedAgain(vendor);

      assertThat(vendors.posts()).allMatch(post -> post.answer().isPresent());
      assertThat(vendors.answers()).allSatisfy(PostgresRestartSpec::assertStoredOrUnavailable);
      vendors.assertNothingAcknowledgedIsLost(fixtures);
      vendors.assertOneLeadOfEachKey(fixtures);
      assertThat(GATEWAY.isAlive()).isTrue();
    }
  }

  private static void assertStoredOrUnavailable(Answer answer) {
    assertThat(answer.status()).isIn(201, 200, 503);
    if (answer.status() == 503) {
      assertUnavailable(answer);
    }
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.problem()).isEqualTo("storage-unavailable");
  }

  @Test
  void leadsWaitForTheEndOfAShortOutageAndAreStored() {
    POSTGRES.server().stop();
    List<CompletableFuture<Answer>> posts = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        Http client = i % 2 == 0 ? vendor : vendor.with("Idempotency-Key", "waits-" + i);
        posts.add(client.postAsync(campaign.leads(), LEAD));
      }
      Inflight.await(GATEWAY, 20);
      assertThat(posts).noneMatch(CompletableFuture::isDone);
    } finally {
      POSTGRES.server().start();
    }

    assertThat(posts.stream().map(CompletableFuture::join).map(Answer::status)).containsOnly(201);
    assertThat(fixtures.storedLeads(campaign)).isEqualTo(20);
  }

  @Test
  void leadsAreRefusedInALongOutageAndTakenAfterIt() {
    try (GatewayProcess impatient =
        GatewayProcess.start(POSTGRES.environment(Map.of("LEADGATE_STORAGE_WAIT", "500ms")))) {
      String token = impatient.fixtures(POSTGRES.database()).token("lead_receiver");
      Http plain = impatient.api().bearer(token);
      Http keyed = plain.with("Idempotency-Key", "long-outage");
      assertThat(plain.post(campaign.leads(), LEAD).status()).isEqualTo(201);
      POSTGRES.server().stop();
      try {
        assertUnavailable(plain.post(campaign.leads(), LEAD));
        assertUnavailable(keyed.post(campaign.leads(), LEAD));
        assertHasItsRequestId(plain.with("X-Request-Id", "mine").post(campaign.leads(), LEAD));
        Http admin = impatient.management().admin().with("X-Request-Id", "mine");
        assertHasItsRequestId(admin.get("/admin/quarantine"));
        // The quarantine is away too, so the vendor has to send the lead again.
        assertUnavailable(impatient.api().post(campaign.leads(), LEAD));
        assertThat(impatient.management().get("/health/ready").status()).isEqualTo(200);
        Inflight.await(impatient, 0);
      } finally {
        POSTGRES.server().start();
      }
      try (Vendors vendors = Vendors.start(2, plain, campaign)) {
        vendors.awaitAcknowledged(10);
        vendors.stop();
        vendors.assertNothingAcknowledgedIsLost(fixtures);
      }
      assertThat(keyed.post(campaign.leads(), LEAD).status()).isEqualTo(201);
    }
  }

  private static void assertHasItsRequestId(Answer answer) {
    assertUnavailable(answer);
    assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("mine");
  }

  /** A credential may be disabled meanwhile through a node that reaches Postgres. */
  @Test
  void tokenCallsAreRefusedWithoutPostgres() {
    Credential credential = fixtures.credential("lead_receiver");
    Http client = GATEWAY.api().basic(credential.clientId(), credential.secret());
    String body = "{\"token\":\"%s\"}".formatted(fixtures.token(credential));
    POSTGRES.server().stop();
    try {
      Await.until(
          "introspections are refused",
          Duration.ofSeconds(30),
          () -> client.post("/oauth2/introspect", body).status() == 503);
      for (String call : List.of("/oauth2/introspect", "/oauth2/revoke", "/oauth2/token")) {
        Answer unknown =
            client.post(
                call, call.endsWith("token") ? "{\"grant_type\":\"client_credentials\"}" : body);
        assertThat(unknown.status()).as(call).isEqualTo(503);
        assertThat(unknown.text("error")).isEqualTo("temporarily_unavailable");
        assertThat(unknown.header("Retry-After")).matches("[1-9]\\d*");
      }
    } finally {
      POSTGRES.server().start();
    }

    Await.until(
        "the token is revoked",
        Duration.ofSeconds(30),
        () -> client.post("/oauth2/revoke", body).status() == 200);
    assertThat(client.post("/oauth2/introspect", body).body()).isEqualTo("{\"active\":false}");
  }
}
