package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Contract;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.FreePort;
import io.leadgate.support.process.RedisServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Starts a gateway before its Postgres or Redis: the gateway waits, and needs no second start. */
@Tag("faults")
class StartWaitSpec {

  private static final Duration MAX = Duration.ofMinutes(1);
  private static final OwnPostgres POSTGRES = OwnPostgres.empty();

  @AfterAll
  static void closePostgres() {
    POSTGRES.close();
  }

  @Test
  void startWithoutPostgresIsLiveAndWaitsForPostgres() {
    POSTGRES.server().stop();
    assertWaitsUntil(() -> POSTGRES.server().start());
  }

  @Test
  void startWithAHungPostgresIsLiveAndWaitsForPostgres() {
    POSTGRES.freeze();
    assertWaitsUntil(POSTGRES::thaw);
  }

  private static void assertWaitsUntil(Runnable bringPostgresBack) {
    int port = FreePort.find();
    Http management = Http.at("http://127.0.0.1:" + port, Contract.MANAGEMENT);
    Map<String, String> settings = Map.of("LEADGATE_MANAGEMENT_PORT", Integer.toString(port));
    try (GatewayProcess gateway = GatewayProcess.launch(POSTGRES.environment(settings))) {
      try {
        Await.until("the process is live", MAX, () -> isLive(management));
        Answer ready = management.get("/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.text("status")).isEqualTo("starting");
        assertThat(ready.json().at("/dependencies/postgres/status").asText()).isEqualTo("down");
        assertThat(management.admin().get("/admin/credentials").status()).isEqualTo(503);
      } finally {
        bringPostgresBack.run();
      }
      Await.until(
          "the gateway is ready", MAX, () -> management.get("/health/ready").status() == 200);

      assertThat(
              management.get("/health/ready").json().at("/dependencies/postgres/status").asText())
          .isEqualTo("up");
      Fixtures fixtures = gateway.fixtures(POSTGRES.database());
      Http vendor = gateway.api().bearer(fixtures.token("lead_receiver"));
      assertThat(vendor.post(fixtures.campaign().leads(), LEAD).status()).isEqualTo(201);
      assertThat(gateway.standardError()).doesNotContain("ERROR", "\tat ");
    }
  }

  private static boolean isLive(Http management) {
    try {
      return management.get("/health/live").status() == 200;
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  @Test
  void gatewayWorksWithoutRedisAndSeesRedisComeBack() {
    try (RedisServer redis = RedisServer.startTemporary()) {
      redis.stop();
      Map<String, String> settings = Map.of("LEADGATE_REDIS_URI", redis.uri());
      try (GatewayProcess gateway = GatewayProcess.start(POSTGRES.environment(settings))) {
        Fixtures fixtures = gateway.fixtures(POSTGRES.database());
        Campaign campaign = fixtures.campaign();
        Credential credential = fixtures.credential("lead_receiver");
        String token = fixtures.token(credential);
        Http vendor = gateway.api().bearer(token);

        assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
        assertThat(gateway.management().get("/health/ready").status()).isEqualTo(200);
        assertThat(redisStatus(gateway)).isEqualTo("down");
        redis.start();
        Await.until("Redis is up", MAX, () -> redisStatus(gateway).equals("up"));
        assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
        redis.kill();
        Await.until("Redis is down", MAX, () -> redisStatus(gateway).equals("down"));
        assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
        assertThat(gateway.output())
            .doesNotContain(
                token,
                credential.secret(),
                RunningGateway.SIGNING_KEY,
                RunningGateway.ADMIN_PASSWORD);
      }
    }
  }

  private static String redisStatus(GatewayProcess gateway) {
    return gateway
        .management()
        .get("/health/ready")
        .json()
        .at("/dependencies/redis/status")
        .asText();
  }
}
