package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Opens connections up to the limits, in all and of an address, and sees which connections make
 * room.
 */
class ConnectionsSpec {

  private static final int MAX = 12;
  private static final int PER_ADDRESS = 6;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String PROXY = "127.0.0.9";

  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_HTTP_HOST", "0.0.0.0",
              "LEADGATE_HTTP_EVENT_LOOPS", "1",
              "LEADGATE_HTTP_CONNECTIONS_MAX", "" + MAX,
              "LEADGATE_HTTP_CONNECTIONS_PER_ADDRESS", "" + PER_ADDRESS,
              "LEADGATE_HTTP_TRUSTED_PROXIES", PROXY,
              "LEADGATE_HTTP_HEAD_TIMEOUT", "2s",
              "LEADGATE_MANAGEMENT_CONNECTIONS_MAX", "4"));
  private static final Campaign CAMPAIGN = GATEWAY.fixtures().campaign();
  private static final String TOKEN = GATEWAY.fixtures().token("lead_receiver");
  private static final String POST = CAMPAIGN.rawPost(TOKEN);
  private static final String STRANGERS = "GET /nowhere HTTP/1.1\nHost: x\n\n";

  private final List<RawConnection> open = new ArrayList<>();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  /**
   * Closes the connections and waits for their end. The client of the fixtures keeps up to two
   * connections.
   */
  @AfterEach
  void close() {
    open.forEach(RawConnection::close);
    Await.until("all are gone", SOON, ConnectionsSpec::onlyTheFixturesAreOpen);
  }

  private static boolean onlyTheFixturesAreOpen() {
    return Scrape.value(GATEWAY.management(), "leadgate_connections{listener=\"public\"}") <= 2;
  }

  private RawConnection from(String address) {
    RawConnection connection = RawConnection.from(address, GATEWAY.api());
    open.add(connection);
    return connection;
  }

  /** Opens a connection that has carried a good token and is idle. */
  private RawConnection good(String address) {
    RawConnection connection = from(address);
    assertThat(connection.send(POST).answer().status()).isEqualTo(201);
    return connection;
  }

  private static void assertTurnedAway(RawConnection connection) {
    Answer answer = connection.answer();
    assertProblem(answer, 503, "overloaded");
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertThat(answer.header("Connection")).isEqualTo("close");
    assertThat(connection.isClosedByServer()).isTrue();
  }

  private static double ended(String cause) {
    return Scrape.value(
        GATEWAY.management(),
        "leadgate_connections_ended_total{cause=\"%s\",listener=\"public\"}".formatted(cause));
  }

  @Test
  void connectionPastTheLimitOfItsAddressIsTurnedAway() {
    double before = ended("address");
    for (int i = 0; i < PER_ADDRESS; i++) {
      good("127.0.0.2");
    }

    assertTurnedAway(from("127.0.0.2"));
    assertThat(ended("address")).isEqualTo(before + 1);
    good("127.0.0.3");
    open.removeFirst().close();
    Await.until("the place is free", SOON, () -> isServed("127.0.0.2"));
  }

  private boolean isServed(String address) {
    return from(address).send(STRANGERS).answer().status() == 404;
  }

  @Test
  void idleStrangersMakeRoomOldestFirst() {
    double before = ended("idle");
    RawConnection good = good("127.0.0.2");
    RawConnection oldest = from("127.0.0.2");
    RawConnection second = from("127.0.0.2");
    assertThat(second.send(STRANGERS).answer().status()).isEqualTo(404);
    RawConnection busy = from("127.0.0.2").send(POST.substring(0, POST.length() - 1));
    for (int i = 0; i < PER_ADDRESS - 4; i++) {
      good("127.0.0.2");
    }

    good("127.0.0.2");
    assertThat(oldest.isClosedByServer()).isTrue();
    good("127.0.0.2");
    assertThat(second.isClosedByServer()).isTrue();
    assertThat(ended("idle")).isEqualTo(before + 2);
    assertTurnedAway(from("127.0.0.2"));
    assertThat(busy.send(POST.substring(POST.length() - 1)).answer().status()).isEqualTo(201);
    assertThat(good.send(POST).answer().status()).isEqualTo(201);
  }

  @Test
  void trustedProxyMayHoldAllConnectionsUpToTheTotal() {
    double before = ended("total");
    List<RawConnection> ofProxy = new ArrayList<>();
    Await.until(
        "the bound of all is reached",
        SOON,
        () -> {
          ofProxy.add(from(PROXY).send(POST));
          return ofProxy.getLast().answer().status() == 503;
        });

    assertThat(ofProxy).hasSizeGreaterThan(PER_ADDRESS + 1).hasSizeLessThanOrEqualTo(MAX + 1);
    assertThat(ended("total")).isEqualTo(before + 1);
    assertTurnedAway(from("127.0.0.2"));
    assertThat(GATEWAY.management().get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void headThatDoesNotComeIs408() {
    RawConnection slow = from("127.0.0.2").send("GET / HTTP/1.1\nHost: x\n");

    assertProblem(slow.answer(), 408, "request-timeout");
    assertThat(slow.isClosedByServer()).isTrue();
  }

  @Test
  void managementListenerHasItsOwnLimit() {
    List<RawConnection> idle = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      idle.add(RawConnection.to(GATEWAY.management()));
    }

    assertThat(GATEWAY.management().get("/health/live").status()).isEqualTo(200);
    assertThat(Scrape.value(GATEWAY.management(), "leadgate_connections{listener=\"management\"}"))
        .isBetween(1.0, 4.0);
    idle.forEach(RawConnection::close);
  }
}
