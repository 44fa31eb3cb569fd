package io.leadgate.spec;

import static io.leadgate.support.AccountClient.TYPES;
import static io.leadgate.support.AccountClient.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.AccountClient;
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

  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_HTTP_IDLE_TIMEOUT", "8s",
              "LEADGATE_STORAGE_WAIT", "200ms",
              "LEADGATE_STORAGE_BATCH_TIMEOUT", "4s",
              "LEADGATE_LIMITS_BUDGET_BYTES", "400000000",
              "LEADGATE_HTTP_EVENT_LOOPS", "1"));
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);
  private static final Http CLIENT = ACCOUNT.client();
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final String REQUEST =
      "GET %s?limit=1000 HTTP/1.1\nHost: x\nAuthorization: Bearer %s\n\n"
          .formatted(TYPES, GATEWAY.fixtures().token("account_api"));

  /** The ids of lead types that take 12 MB in all. */
  private static final List<Integer> IDS =
      IntStream.range(0, 200).map(i -> id(ACCOUNT.type(fields()))).boxed().toList();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static String fields() {
    return IntStream.range(0, 150)
        .mapToObj(
            i ->
                "{\"name\":\"f%d\",\"type\":\"text\",\"label\":\"%s\"}"
                    .formatted(i, "x".repeat(200)))
        .map(
            field ->
                field.replace(
                    "\"text\"", "\"choice\",\"options\":[\"%s\"]".formatted("y".repeat(150))))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void pageOfLargeItemsEndsEarlyAndContinues() {
    List<List<JsonNode>> pages = Pages.read(CLIENT, TYPES + "?limit=1000");

    assertThat(pages).extracting(List::size).hasSize(5);
    assertThat(pages.stream().flatMap(List::stream).map(item -> item.path("id").intValue()))
        .isEqualTo(IDS);
    assertThat(pages)
        .allSatisfy(page -> assertThat(page.toString().length()).isLessThan(3_100_000));
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
    idle.add(RawConnection.to(GATEWAY.api()).send(REQUEST));
    assertThat(CLIENT.get(TYPES + "?limit=10").status()).isEqualTo(200);
    return GATEWAY.drawn("readers") > 1_000_000;
  }

  /** The reader sends a byte now and then, so that its connection is not idle. */
  @Test
  void readerThatDoesNotTakeItsListIsCutOff() {
    try (RawConnection slow = RawConnection.to(GATEWAY.api()).send(REQUEST)) {
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
}
