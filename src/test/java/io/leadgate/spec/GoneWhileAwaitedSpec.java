package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ends connections while the gateway waits for Postgres, and awaits that their bytes are given
 * back.
 */
class GoneWhileAwaitedSpec {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int CALLERS = 4;

  private static final RunningGateway GATEWAY = RunningGateway.start(Map.of());
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String TOKEN = FIXTURES.token("account_api", "lead_receiver");
  private static final String LEADS = FIXTURES.campaignOfAnything().leads();

  private static final Consumer<RawConnection> RESET = RawConnection::reset;
  private static final Consumer<RawConnection> CLOSE = RawConnection::close;

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static String post(String path, String authorization, String type, String body) {
    return "POST %s HTTP/1.1\nHost: x\nContent-Type: %s\nAuthorization: %s\nContent-Length: %d\n\n%s"
        .formatted(path, type, authorization, body.length(), body);
  }

  private static String revocation() {
    Credential client = FIXTURES.credential("lead_receiver");
    String pair = client.clientId() + ":" + client.secret();
    return post(
        "/oauth2/revoke",
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)),
        "application/x-www-form-urlencoded",
        "token=" + FIXTURES.token(client));
  }

  static Stream<Arguments> calls() {
    String json = "application/json";
    String source = post("/v1/lead-sources", "Bearer " + TOKEN, json, "{\"name\":\"a\"}");
    String lead = post(LEADS, "Bearer " + TOKEN, json, "{\"a\":\"1\"}");
    return Stream.of(
        Arguments.of("readers", 3_000, source, "reset", RESET),
        Arguments.of("readers", 3_000, source, "close", CLOSE),
        Arguments.of("clients", 300, revocation(), "reset", RESET),
        Arguments.of("clients", 300, revocation(), "close", CLOSE),
        Arguments.of("vendors", 3_000, lead, "reset", RESET),
        Arguments.of("vendors", 3_000, lead, "close", CLOSE));
  }

  @ParameterizedTest(name = "{0}, {3}")
  @MethodSource("calls")
  void bytesOfGoneCallersAreGivenBack(
      String share, int leastDrawn, String call, String how, Consumer<RawConnection> leave)
      throws SQLException {
    try (Connection holder = GATEWAY.database().connect()) {
      holder.setAutoCommit(false);
      hold(holder);
      double before = connections();
      List<RawConnection> callers =
          Stream.generate(() -> RawConnection.to(GATEWAY.api()).send(call)).limit(CALLERS).toList();
      Await.until("all are connected", SOON, () -> connections() >= before + CALLERS);
      Await.until("all bytes are drawn", SOON, () -> GATEWAY.drawn(share) > CALLERS * leastDrawn);
      Await.until("sessions wait", SOON, () -> GATEWAY.database().waitingForLock() > 0);
      callers.forEach(leave);
      Await.until("all have gone", SOON, () -> connections() <= before);
      holder.rollback();
    }

    Await.until("all is given back", SOON, GATEWAY::hasNothingDrawn);
    assertThat(GATEWAY.api().get("/v1/leads").status()).isEqualTo(401);
  }

  /** Takes locks for which each change and each lead waits. */
  private static void hold(Connection holder) throws SQLException {
    try (Statement statement = holder.createStatement()) {
      statement.execute("SELECT raise_state_version()");
      statement.execute("LOCK TABLE lead IN SHARE MODE");
    }
  }

  private static double connections() {
    return Scrape.value(GATEWAY.management(), "leadgate_connections{listener=\"public\"}");
  }
}
