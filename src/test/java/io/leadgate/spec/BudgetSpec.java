package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.budget.Share;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Gzip;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Watches the bytes that requests draw from the budget and give back, however the requests end. */
class BudgetSpec {

  private static final Duration SOON = Duration.ofSeconds(30);

  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of("LEADGATE_HTTP_REQUEST_TIMEOUT", "1s", "LEADGATE_HTTP_HEAD_TIMEOUT", "1s"));
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Campaign CAMPAIGN = FIXTURES.campaign();
  private static final Campaign OPEN = FIXTURES.openCampaign();
  private static final String TOKEN = FIXTURES.token("lead_receiver", "data_api", "account_api");
  private static final String UNSCOPED = FIXTURES.token("data_api");

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static String head(String path, String token, String more) {
    return "POST %s HTTP/1.1\nHost: x\nContent-Type: application/json\n%s%s"
        .formatted(path, token.isEmpty() ? "" : "Authorization: Bearer " + token + "\n", more);
  }

  private static void assertAnswered(Http client, String path, String json, int status) {
    assertThat(client.post(path, json).status()).as(json).isEqualTo(status);
  }

  @Test
  void eachShareIsExportedWithItsBound() {
    String metrics = GATEWAY.management().get("/metrics").body();

    for (Share share : Share.values()) {
      assertThat(metrics).contains("leadgate_budget_bytes{share=\"" + share.code() + "\"} ");
      assertThat(
              Scrape.value(
                  GATEWAY.management(),
                  "leadgate_budget_max_bytes{share=\"" + share.code() + "\"}"))
          .isGreaterThan(1_000_000);
    }
  }

  @Test
  void answeredRequestsHoldNoBytes() {
    Http vendor = GATEWAY.api().bearer(TOKEN);
    for (int i = 0; i < 3; i++) {
      assertAnswered(vendor, CAMPAIGN.leads(), LEAD, 201);
      assertAnswered(vendor.with("Idempotency-Key", "held-key-" + i), CAMPAIGN.leads(), LEAD, 201);
      assertAnswered(vendor.with("Idempotency-Key", "held-key-" + i), CAMPAIGN.leads(), LEAD, 200);
      assertAnswered(vendor, CAMPAIGN.leads(), "[" + LEAD + ",{}," + LEAD + "]", 200);
      assertAnswered(vendor, CAMPAIGN.leads(), "[{},{}]", 422);
      assertAnswered(vendor, CAMPAIGN.leads(), "{", 400);
      assertAnswered(vendor, CAMPAIGN.leads() + "?test=true", LEAD, 200);
      assertAnswered(vendor, CAMPAIGN.leads(), "{\"a\":\"" + "b".repeat(100_000) + "\"}", 413);
      assertAnswered(GATEWAY.api(), CAMPAIGN.leads(), LEAD, 401);
      assertAnswered(GATEWAY.api().bearer(UNSCOPED), CAMPAIGN.leads(), LEAD, 403);
      assertAnswered(GATEWAY.api(), OPEN.leads(), LEAD, 201);
      assertThat(
              vendor
                  .with("Content-Encoding", "gzip")
                  .post(CAMPAIGN.leads(), Gzip.of(LEAD.getBytes(StandardCharsets.UTF_8)))
                  .status())
          .isEqualTo(201);
      assertAnswered(vendor, "/v1/lead-sources", "{\"name\":\"a\"}", 201);
      assertAnswered(vendor, "/v1/lead-sources", "{", 400);
      assertThat(vendor.get("/v1/leads").status()).isEqualTo(200);
      assertThat(vendor.get("/v1/campaigns").status()).isEqualTo(200);
      assertThat(GATEWAY.management().admin().get("/admin/quarantine").status()).isEqualTo(200);
      assertAnswered(GATEWAY.api(), "/oauth2/token", "{}", 400);
    }

    Await.until("all is given back", SOON, GATEWAY::hasNothingDrawn);
  }

  /**
   * A request whose body does not come to its end.
   *
   * @param statuses the statuses of the answers, for each of {@link #TOKENS}
   */
  record Begun(String path, String more, List<Integer> statuses) {

    static Begun lead(String more, List<Integer> statuses) {
      return new Begun(CAMPAIGN.leads(), more, statuses);
    }

    String head(String token) {
      return BudgetSpec.head(path, token, more);
    }
  }

  private static final List<String> TOKENS = List.of("", TOKEN, UNSCOPED, "a.b.c");
  private static final List<Integer> ALL_TOO_SLOW = List.of(408, 408, 408, 408);

  static Stream<Begun> begun() {
    return Stream.of(
        new Begun("/", "A: b\n", ALL_TOO_SLOW),
        Begun.lead("Content-Length: 100\n\n", ALL_TOO_SLOW),
        Begun.lead("Content-Length: 100\n\n{", ALL_TOO_SLOW),
        Begun.lead("Content-Length: 100000\n\n" + "{".repeat(50_000), List.of(408, 413, 408, 408)),
        Begun.lead("Transfer-Encoding: chunked\n\n1\n{\n", ALL_TOO_SLOW),
        Begun.lead("Transfer-Encoding: chunked\n\nzz\n", List.of(400, 400, 400, 400)),
        new Begun("/v1/lead-sources", "Content-Length: 100\n\n{", List.of(401, 408, 403, 401)),
        new Begun("/oauth2/token", "Content-Length: 100\n\n{", ALL_TOO_SLOW));
  }

  @ParameterizedTest
  @MethodSource("begun")
  void brokenOffAndSlowRequestsGiveTheirBytesBack(Begun begun) {
    List<String> heads = TOKENS.stream().map(begun::head).toList();
    heads.forEach(head -> RawConnection.to(GATEWAY.api()).send(head).close());
    List<RawConnection> slow =
        heads.stream().map(head -> RawConnection.to(GATEWAY.api()).send(head)).toList();
    try {
      assertThat(slow)
          .extracting(connection -> connection.answer().status())
          .isEqualTo(begun.statuses());
    } finally {
      slow.forEach(RawConnection::close);
    }

    Await.until("all is given back", SOON, GATEWAY::hasNothingDrawn);
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderAndHoldNoBytes() {
    String lead =
        head(OPEN.leads(), TOKEN, "Content-Length: " + LEAD.length() + "\n\n") + LEAD + "\n";
    String nowhere = "GET /nowhere HTTP/1.1\nHost: x\n\n";
    try (RawConnection connection =
        RawConnection.to(GATEWAY.api()).send((lead + nowhere).repeat(300))) {
      for (int i = 0; i < 300; i++) {
        assertThat(connection.answer().status()).isEqualTo(201);
        assertThat(connection.answer().status()).isEqualTo(404);
      }
    }

    Await.until("all is given back", SOON, GATEWAY::hasNothingDrawn);
  }

  @Test
  void manySmallRequestsOnOneConnectionAreAnswered() {
    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      Thread writer =
          Thread.startVirtualThread(
              () -> connection.send("GET /nowhere HTTP/1.1\nHost: x\n\n".repeat(20_000)));
      for (int i = 0; i < 20_000; i++) {
        assertThat(connection.answer().status()).isEqualTo(404);
      }
      assertThat(writer.isAlive()).isFalse();
    }

    Await.until("all is given back", SOON, GATEWAY::hasNothingDrawn);
  }
}
