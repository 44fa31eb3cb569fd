package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Http;
import io.leadgate.support.log.LogsError;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Reads the logs of gateway processes. SpecLogSearch searches the log for secrets. */
class LogSpec {

  private static final TestDatabase DATABASE = SharedServers.newDatabase();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration MAX = Duration.ofSeconds(30);
  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  /** Logs at debug, so that the log has each kind of line; most tests share this process. */
  private static final GatewayProcess GATEWAY = start(Map.of("LEADGATE_LOG_LEVEL", "debug"));

  @AfterAll
  static void stop() {
    GATEWAY.close();
    DATABASE.close();
  }

  private static GatewayProcess start(Map<String, String> settings) {
    return GatewayProcess.start(RunningGateway.environment(DATABASE, settings));
  }

  @Test
  void linesAreJsonObjectsAndLeadsAreNotLoggedAtInfo() {
    try (GatewayProcess gateway = start(Map.of())) {
      Fixtures fixtures = gateway.fixtures(DATABASE);
      Campaign campaign = fixtures.campaign();
      Campaign open = fixtures.openCampaign();
      String token = fixtures.token("lead_receiver");
      Http vendor = gateway.api().bearer(token);
      awaitLastChange(gateway);
      int before = facts(gateway).size();

      assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
      assertThat(vendor.with("Idempotency-Key", "key-log").post(campaign.leads(), LEAD).status())
          .isEqualTo(201);
      assertThat(gateway.api().post(open.leads(), LEAD).status()).isEqualTo(201);
      assertThat(gateway.api().bearer("a.b.c").post(campaign.leads(), LEAD).status())
          .isEqualTo(401);
      assertThat(vendor.post(campaign.leads(), "{").status()).isEqualTo(400);
      assertThat(vendor.post(campaign.leads(), "{}").status()).isEqualTo(422);
      assertThat(gateway.api().post("/oauth2/token", "{}").status()).isEqualTo(400);
      gateway.signal("TERM");
      assertThat(gateway.exitStatus(MAX)).isZero();

      List<JsonNode> facts = facts(gateway);
      assertThat(facts.subList(before, facts.size()))
          .extracting(fact -> fact.path("message").asText())
          .containsExactly("stopping", "stopped");
    }
  }

  /** Waits for the log line of the last change of state, because a line comes after its answer. */
  private static void awaitLastChange(GatewayProcess gateway) {
    long version = DATABASE.number("SELECT version FROM state_version");
    Await.until(
        "the last change is logged",
        MAX,
        () -> facts(gateway).stream().anyMatch(fact -> fact.path("version").asLong() >= version));
  }

  @LogsError("unexpected failure")
  @Test
  void unexpectedFailureIsLoggedWithItsRequest() throws SQLException {
    String body = "{\"description\":\"Never-To-Be-Logged\",\"scopes\":[\"data_api\"]}";
    execute("ALTER TABLE credential RENAME TO gone");
    try {
      assertThat(adminOf("mine-1").post("/admin/credentials", body).status()).isEqualTo(503);
    } finally {
      execute("ALTER TABLE gone RENAME TO credential");
    }

    JsonNode fact = await("unexpected failure", "mine-1");
    assertThat(fact.path("level").asText()).isEqualTo("ERROR");
    assertThat(fact.path("traceparent").asText()).isEqualTo(TRACEPARENT);
    assertThat(fact.path("stack_trace").asText())
        .startsWith("io.vertx.pgclient.PgException (SQLSTATE 42P01)\n");
    assertThat(GATEWAY.output()).doesNotContain("Never-To-Be-Logged", "does not exist");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DATABASE.connect()) {
      connection.createStatement().execute(sql);
    }
  }

  private static Http adminOf(String requestId) {
    return GATEWAY
        .management()
        .admin()
        .with("X-Request-Id", requestId)
        .with("traceparent", TRACEPARENT);
  }

  @Test
  void changeIsLoggedWithItsRequestAndWithoutValues() {
    adminOf("mine-4")
        .post(
            "/admin/credentials",
            "{\"description\":\"Never-To-Be-Logged\",\"scopes\":[\"data_api\"]}");

    JsonNode fact = await("state changed", "mine-4");
    assertThat(fact.path("level").asText()).isEqualTo("INFO");
    assertThat(fact.path("traceparent").asText()).isEqualTo(TRACEPARENT);
    assertThat(fact.path("action").asText()).isEqualTo("credential.create");
    assertThat(fact.path("actor").asText()).isEqualTo(RunningGateway.ADMIN);
    assertThat(GATEWAY.output()).doesNotContain("Never-To-Be-Logged");
  }

  @Test
  void refusedAdminLoginIsLoggedWithoutItsInput() {
    GATEWAY
        .management()
        .basic("Typed-Name", "Typed-Password")
        .with("X-Request-Id", "mine-2")
        .with("traceparent", "nonsense\"} x")
        .get("/admin/credentials");

    JsonNode fact = await("admin login refused", "mine-2");
    assertThat(fact.path("level").asText()).isEqualTo("WARN");
    assertThat(fact.path("remote_address").asText()).isEqualTo("127.0.0.1");
    assertThat(fact.has("traceparent")).isFalse();
    assertThat(GATEWAY.output()).doesNotContain("Typed-", "nonsense");
  }

  @Test
  void requestIsLoggedAtDebugWithItsRouteOnly() {
    GATEWAY
        .api()
        .with("X-Request-Id", "mine-3")
        .with("traceparent", TRACEPARENT)
        .post("/v1/campaigns/1234567890/leads?email=Never-To-Be-Logged", LEAD);

    JsonNode fact = await("request answered", "mine-3");
    assertThat(fact.path("level").asText()).isEqualTo("DEBUG");
    assertThat(fact.path("traceparent").asText()).isEqualTo(TRACEPARENT);
    assertThat(fact.path("method").asText()).isEqualTo("POST");
    assertThat(fact.path("route").asText()).isEqualTo("/v1/campaigns/:campaignId/leads");
    assertThat(fact.path("status").asInt()).isEqualTo(401);
    assertThat(fact.path("took_us").isNumber()).isTrue();
    assertThat(GATEWAY.output()).doesNotContain("Never-To-Be-Logged", "1234567890");
  }

  @Test
  void textFormatIsReadableByPeople() {
    // Networks are parsed by a class that has a logger.
    Map<String, String> text =
        Map.of("LEADGATE_LOG_FORMAT", "text", "LEADGATE_HTTP_TRUSTED_PROXIES", "10.0.0.0/8");
    try (GatewayProcess gateway = start(text)) {
      gateway.signal("TERM");
      assertThat(gateway.exitStatus(MAX)).isZero();

      assertThat(gateway.standardError().lines())
          .allMatch(line -> line.matches("\\d{4}-\\S+Z [A-Z]{4,5} +\\S.*"))
          .anyMatch(line -> line.matches(".* INFO  started http_port=\\d+ .* took_ms=\\d+"));
    }
  }

  private static JsonNode await(String message, String requestId) {
    Await.until(message, MAX, () -> fact(message, requestId).isPresent());
    return fact(message, requestId).orElseThrow();
  }

  private static Optional<JsonNode> fact(String message, String requestId) {
    return facts(GATEWAY).stream()
        .filter(fact -> fact.path("message").asText().equals(message))
        .filter(fact -> fact.path("request_id").asText().equals(requestId))
        .findFirst();
  }

  /** The facts of all lines that are complete. */
  private static List<JsonNode> facts(GatewayProcess gateway) {
    String log = gateway.standardError();
    return log.substring(0, log.lastIndexOf('\n') + 1).lines().map(LogSpec::fact).toList();
  }

  private static JsonNode fact(String line) {
    try {
      JsonNode fact = JSON.readTree(line);
      assertThat(fact.isObject()).as(line).isTrue();
      for (String member : List.of("timestamp", "level", "message")) {
        assertThat(fact.path(member).asText()).as(line).isNotEmpty();
      }
      return fact;
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + line, e);
    }
  }
}
