package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Jwt;
import io.leadgate.support.RuledCampaigns;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Blocks a lane while a greedy caller fills it. Other callers find room in the lane. */
class FullLanesSpec {

  private static final Duration MAX = Duration.ofSeconds(30);
  private static final int QUEUED_MAX = 24;

  /** The most that a lone caller may have in a lane, which is 7/8 of the lane. */
  private static final int SHARE = 21;

  /** A gateway whose time-outs are longer than the tests hold their locks. */
  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_LIMITS_QUEUED_LEADS",
              "" + QUEUED_MAX,
              "LEADGATE_LIMITS_BATCH_LEADS",
              "8",
              "LEADGATE_HTTP_IDLE_TIMEOUT",
              "5m",
              "LEADGATE_STORAGE_BATCH_TIMEOUT",
              "1m",
              "LEADGATE_STORAGE_WAIT",
              "2m"));

  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  private final List<CompletableFuture<Answer>> sent = new ArrayList<>();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private void post(Http caller, Campaign campaign, String body) {
    sent.add(caller.postAsync(campaign.leads(), body));
  }

  /** Waits until so many rows wait in the lane, or until the last request is answered. */
  private void awaitWaiting(String lane, int rows) {
    Await.until(
        rows + " rows wait in the lane " + lane,
        MAX,
        () -> waiting(lane) == rows || sent.getLast().isDone());
  }

  private static int waiting(String lane) {
    return (int)
        Scrape.value(GATEWAY.management(), "leadgate_inflight_leads{lane=\"" + lane + "\"}");
  }

  private static Answer get(CompletableFuture<Answer> answer) throws Exception {
    return answer.get(MAX.toSeconds(), TimeUnit.SECONDS);
  }

  /** Locks the table until the connection is closed. */
  private static void lock(Connection connection, String table) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    }
  }

  private static String keyedLeads(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"idempotency_key\":\"%d\",\"fields\":%s}".formatted(i, LEAD))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** A bad token that claims a client of its own. */
  private static Http claiming(UUID clientId) {
    return GATEWAY
        .api()
        .bearer(Jwt.issued(clientId, UUID.randomUUID(), 1).withKey("not the gateway's").signed());
  }

  private void assertAllAreQuarantined() throws Exception {
    for (CompletableFuture<Answer> answer : sent) {
      assertThat(get(answer).text("quarantined")).isEqualTo("true");
    }
  }

  @Test
  void strangersWithManyClaimsLeaveRoomForStrangersOfOtherCampaigns() throws Exception {
    Campaign campaign = FIXTURES.campaign();
    Campaign other = FIXTURES.campaign();
    try (Connection connection = GATEWAY.database().connect()) {
      lock(connection, "quarantine_rows");
      for (int i = 0; i < SHARE; i++) {
        post(claiming(UUID.randomUUID()), campaign, LEAD);
        awaitWaiting("strangers", i + 1);
      }
      assertProblem(claiming(UUID.randomUUID()).post(campaign.leads(), LEAD), 503, "overloaded");

      post(GATEWAY.api(), other, LEAD);
      awaitWaiting("strangers", SHARE + 1);
    }
    assertAllAreQuarantined();
  }

  @Test
  void vendorsOfEndedTokensHaveRoomBesideEachOther() throws Exception {
    Campaign campaign = FIXTURES.campaign();
    Http greedy = GATEWAY.api().bearer(FIXTURES.token("data_api"));
    Http other = GATEWAY.api().bearer(FIXTURES.token("data_api"));
    try (Connection connection = GATEWAY.database().connect()) {
      lock(connection, "quarantine_rows");
      for (int i = 0; i < SHARE; i++) {
        post(greedy, campaign, LEAD);
        awaitWaiting("signed", i + 1);
      }
      assertProblem(greedy.post(campaign.leads(), LEAD), 503, "overloaded");

      post(other, campaign, LEAD);
      awaitWaiting("signed", SHARE + 1);
    }
    assertAllAreQuarantined();
  }

  @Test
  void looksOfOneVendorLeaveRoomForTheLooksOfOthers() throws Exception {
    Campaign campaign = FIXTURES.campaign();
    Campaign open = FIXTURES.openCampaign();
    FIXTURES.changeStatus(campaign, "paused");
    FIXTURES.changeStatus(open, "paused");
    Http greedy = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
    Http other = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
    try (Connection connection = GATEWAY.database().connect()) {
      lock(connection, "idempotency_key");
      post(greedy, campaign, keyedLeads(SHARE));
      awaitWaiting("looks", SHARE);
      assertProblem(
          greedy.with("Idempotency-Key", "k").post(campaign.leads(), LEAD), 503, "overloaded");

      post(other.with("Idempotency-Key", "k"), campaign, LEAD);
      awaitWaiting("looks", SHARE + 1);
      post(GATEWAY.api().with("Idempotency-Key", "k"), open, LEAD);
      awaitWaiting("looks", SHARE + 2);
    }
    for (CompletableFuture<Answer> answer : sent) {
      assertProblem(get(answer), 409, "campaign-not-active");
    }
  }

  @Test
  void duplicatesPastTheirLaneAreRefusedAndNotKept() throws Exception {
    Campaign campaign = new RuledCampaigns(GATEWAY).within("[[\"email\"]]", "reject");
    Http greedy = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
    Http other = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
    assertThat(greedy.post(campaign.leads(), LEAD).status()).isEqualTo(201);
    try (Connection connection = GATEWAY.database().connect()) {
      lock(connection, "quarantine_rows");
      post(greedy, campaign, "[" + String.join(",", Collections.nCopies(SHARE, LEAD)) + "]");
      awaitWaiting("duplicates", SHARE);
      Answer refused = greedy.post(campaign.leads(), LEAD);
      assertProblem(refused, 422, "duplicate-lead");
      assertThat(refused.text("quarantined")).isEqualTo("false");
      assertThat(refused.text("detail")).endsWith("because too many duplicates come just now.");

      post(other, campaign, LEAD);
      awaitWaiting("duplicates", SHARE + 1);
    }
    assertThat(get(sent.getFirst()).json().path("rejected").intValue()).isEqualTo(SHARE);
    assertThat(get(sent.getLast()).text("quarantined")).isEqualTo("true");
  }
}
