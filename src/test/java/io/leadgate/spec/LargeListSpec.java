package io.leadgate.spec;

import static io.leadgate.support.AccountClient.TYPES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.Pages;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Reads lists of large items. A page ends early, and a slow reader cannot fill the memory. */
class LargeListSpec {

  /** The budget leaves 3,000,000 bytes for a page. */
  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_HTTP_IDLE_TIMEOUT", "8s",
              "LEADGATE_STORAGE_WAIT", "200ms",
              "LEADGATE_STORAGE_BATCH_TIMEOUT", "4s",
              "LEADGATE_LIMITS_BUDGET_BYTES", "400000000",
              "LEADGATE_HTTP_EVENT_LOOPS", "1"));

  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Campaign CAMPAIGN = campaignOfLargeLeads();
  private static final String LEADS = "/v1/leads?limit=1000&campaign_id=" + CAMPAIGN.id();
  private static final String TOKEN = FIXTURES.token("data_api");
  private static final Http CLIENT = GATEWAY.api().bearer(TOKEN);
  private static final Duration SOON = Duration.ofSeconds(30);

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  /** A campaign with 200 leads, whose fields have 60,000 bytes each. */
  private static Campaign campaignOfLargeLeads() {
    Campaign campaign = FIXTURES.campaignOfAnything();
    FIXTURES.change(
        """
        INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields)
        SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0') || '7'
            || lpad(to_hex(n), 3, '0') || '8' || substr(md5(n::text), 1, 15))::uuid,
          ?, now(), '192.0.2.1', n, ('{"a":"' || repeat('x', 59992) || '"}')::json
        FROM generate_series(1, 200) AS t(n)
        """,
        campaign.id());
    return campaign;
  }

  private static RawConnection ask(String token) {
    return RawConnection.to(GATEWAY.api())
        .send("GET %s HTTP/1.1\nHost: x\nAuthorization: Bearer %s\n\n".formatted(LEADS, token));
  }

  @Test
  void pageOfLargeItemsEndsEarlyAndContinues() {
    List<List<JsonNode>> pages = Pages.read(CLIENT, LEADS);

    assertThat(pages).extracting(List::size).containsExactly(50, 50, 50, 50);
    assertThat(pages.stream().flatMap(List::stream).map(item -> item.path("id").asText()))
        .doesNotHaveDuplicates();
  }

  @Test
  void pageOfLargeItemsThatAreParsedIsShort() {
    AccountClient account = new AccountClient(GATEWAY);
    String fields =
        IntStream.range(0, 150)
            .mapToObj(
                i ->
                    "{\"name\":\"f%d\",\"type\":\"choice\",\"label\":\"%s\",\"options\":[\"%s\"]}"
                        .formatted(i, "x".repeat(200), "y".repeat(150)))
            .collect(Collectors.joining(",", "[", "]"));
    for (int i = 0; i < 10; i++) {
      account.type(fields);
    }

    assertThat(Pages.read(account.client(), TYPES + "?limit=1000"))
        .extracting(List::size)
        .containsExactly(
            3, 2, 2, 2, 2); // The first page has the small lead type of the campaign too.
  }

  /**
   * Repeats the round three times, so that room that is not given back is missing in the last
   * round.
   */
  @Test
  void readersThatGoAwayFreeTheRoomOfTheirLists() {
    for (int round = 0; round < 3; round++) {
      List<RawConnection> idle = new ArrayList<>();
      try {
        Await.until("unread lists are weighed", SOON, () -> isWeighedBeside(idle));
      } finally {
        idle.forEach(RawConnection::close);
      }
      Await.until("the room is free", SOON, () -> GATEWAY.drawn("readers") == 0);
    }
  }

  /** Opens connections until their lists fill the buffers of the kernel. */
  private static boolean isWeighedBeside(List<RawConnection> idle) {
    idle.add(ask(FIXTURES.token("data_api")));
    assertThat(CLIENT.get("/v1/leads?limit=1").status()).isEqualTo(200);
    return GATEWAY.drawn("readers") > 1_000_000;
  }

  /** The reader sends a byte now and then, so that its connection is not idle. */
  @Test
  void readerThatDoesNotTakeItsListIsCutOff() {
    try (RawConnection slow = ask(TOKEN)) {
      Await.until("the reader is cut off", SOON, () -> cannotSend(slow));
    }
  }

  private static boolean cannotSend(RawConnection connection) {
    try {
      connection.send("\n");
      return false;
    } catch (UncheckedIOException closed) {
      return true;
    }
  }

  /** The list that is not taken has one of the reader's two turns. */
  @Test
  void readerThatDoesNotTakeAListHasItsOtherTurn() {
    RawConnection slow = ask(TOKEN);
    for (int i = 0; i < 5; i++) {
      assertThat(CLIENT.get("/v1/leads?limit=1").status()).isEqualTo(200);
    }
    slow.close();
  }
}
