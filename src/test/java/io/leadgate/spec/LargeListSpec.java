package io.leadgate.spec;

import static io.leadgate.support.Account.TYPES;
import static io.leadgate.support.Account.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Account;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
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

/** Lists of large items: a page is cut, and who does not read cannot fill the memory. */
class LargeListSpec {

  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_HTTP_IDLE_TIMEOUT", "3s",
              "LEADGATE_HTTP_EVENT_LOOPS", "1"));
  private static final Account ACCOUNT = new Account(GATEWAY);
  private static final Http CLIENT = ACCOUNT.client();
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final String REQUEST =
      "GET %s?limit=1000 HTTP/1.1\nHost: x\nAuthorization: Bearer %s\n\n"
          .formatted(TYPES, GATEWAY.fixtures().token("account_api"));

  /** 12 MB of lead types. */
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
  void aPageOfLargeItemsEndsEarlyAndGoesOn() {
    List<Integer> seen = new ArrayList<>();
    int pages = 0;
    String cursor = "";
    do {
      Answer page = CLIENT.get(TYPES + "?limit=1000" + cursor);
      assertThat(page.body().length()).isLessThan(9_000_000);
      page.json().path("items").forEach(item -> seen.add(item.path("id").intValue()));
      JsonNode next = page.json().path("next_cursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asText();
      pages++;
    } while (!cursor.isEmpty());

    assertThat(seen).isEqualTo(IDS);
    assertThat(pages).isGreaterThan(1);
  }

  /** Thrice, or what is not given back would not be missed. */
  @Test
  void unreadListsAreWeighedAndTheirRoomIsFreeAgainWhenTheReaderIsGone() {
    for (int round = 0; round < 3; round++) {
      List<RawConnection> idle = new ArrayList<>();
      try {
        Await.until("unread lists are weighed", SOON, () -> isWeighedBeside(idle));
      } finally {
        idle.forEach(RawConnection::close);
      }
      Await.until("their room is free", SOON, () -> GATEWAY.drawn("readers") == 0);
    }
  }

  /** A list goes into the kernel's buffers, as far as there is room for it. */
  private static boolean isWeighedBeside(List<RawConnection> idle) {
    idle.add(RawConnection.to(GATEWAY.api()).send(REQUEST));
    assertThat(CLIENT.get(TYPES + "?limit=10").status()).isEqualTo(200);
    return GATEWAY.drawn("readers") > 1_000_000;
  }

  /** Who sends something now and then is not idle, and yet takes nothing. */
  @Test
  void whoDoesNotTakeItsListInTimeIsCutOffThoughItsConnectionIsNotIdle() {
    try (RawConnection slow = RawConnection.to(GATEWAY.api()).send(REQUEST)) {
      Await.until("it is cut off", SOON, () -> cannotSend(slow));
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
