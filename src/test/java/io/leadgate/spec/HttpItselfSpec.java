package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the rules of HTTP/1.1 (RFC 9112): for each request on the wire, its answer, whether the
 * connection is closed, and whether the next request is read. A request behind a body whose end is
 * in doubt must never be read, because a proxy in front may take that request for part of the body.
 */
class HttpItselfSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Campaign CAMPAIGN = FIXTURES.campaignOfAnything();
  private static final String TOKEN = FIXTURES.token("lead_receiver");

  private static final String BEHIND = "GET /smuggled HTTP/1.1\nHost: x\n\n";
  private static final String LEAD = "{\"a\":\"1\"}";
  private static final String CHUNKED = "9\r\n" + LEAD + "\r\n0\r\n\r\n";

  private static final int SLOW = 10;
  private static final Duration SOON = Duration.ofSeconds(30);

  private static String head(String... lines) {
    return "POST %s HTTP/1.1\nHost: x\nContent-Type: application/json\nAuthorization: Bearer %s\n%s\n"
        .formatted(
            CAMPAIGN.leads(),
            TOKEN,
            String.join("", Stream.of(lines).map(line -> line + "\n").toList()));
  }

  private static Arguments goesOn(String name, String request) {
    return Arguments.of(name, request, List.of(201, 404), false);
  }

  private static Arguments ends(String name, int status, String request) {
    return Arguments.of(name, request, List.of(status), true);
  }

  static Stream<Arguments> requests() {
    return Stream.concat(framing(), Stream.concat(heads(), bodies()));
  }

  private static Stream<Arguments> framing() {
    String te = "Transfer-Encoding: ";
    String length = "Content-Length: 9";
    return Stream.of(
        goesOn("a length", head(length) + LEAD),
        goesOn("chunks", head(te + "chunked") + CHUNKED),
        goesOn("chunks in another case", head(te + "Chunked") + CHUNKED),
        goesOn("a chunk extension", head(te + "chunked") + CHUNKED.replaceFirst("9", "9;a=b")),
        goesOn("trailers", head(te + "chunked") + CHUNKED.replaceFirst("0\r\n", "0\r\nA: b\r\n")),
        Arguments.of(
            "no trailers before a head of many lines",
            head(te + "chunked") + CHUNKED + head(length, "A: b\n".repeat(90) + "A: b") + LEAD,
            List.of(201, 201, 404),
            false),
        ends("a chunk size past an int", 400, chunkOfSize("100000009")),
        ends("a chunk size of 402 digits", 400, chunkOfSize("1" + "0".repeat(400) + "9")),
        ends("a chunk size past 63 bits", 400, chunkOfSize("8000000000000009")),
        ends("a negative chunk size", 400, chunkOfSize("-9")),
        ends("no chunk size", 400, head(te + "chunked") + "zz\r\n{}\r\n"),
        ends("a chunk that is too long", 400, head(te + "chunked") + "1\r\n{}\r\n\r\n"),
        ends("chunks and a length", 400, head(te + "chunked", "Content-Length: 49") + CHUNKED),
        ends("a length and chunks", 400, head(length, te + "chunked") + CHUNKED),
        ends("chunked, then identity", 400, head(te + "chunked, identity") + CHUNKED),
        ends("gzip, then chunked", 400, head(te + "gzip, chunked") + CHUNKED),
        ends("chunked twice", 400, head(te + "chunked", te + "chunked") + CHUNKED),
        ends("an unknown coding", 400, head(te + "xchunked") + CHUNKED),
        ends("an unknown coding and a length", 400, head(te + "xchunked", length) + LEAD),
        ends("identity and a length", 400, head(te + "identity", length) + LEAD),
        ends("an empty coding and a length", 400, head(te, length) + LEAD),
        ends("chunks in HTTP/1.0", 400, version("1.0", head(te + "chunked")) + CHUNKED),
        ends("two lengths", 400, head(length, "Content-Length: 10") + LEAD),
        ends("two lengths in a line", 400, head("Content-Length: 9, 10") + LEAD),
        ends("a length with a sign", 400, head("Content-Length: +9") + LEAD));
  }

  private static String chunkOfSize(String size) {
    return head("Transfer-Encoding: chunked") + CHUNKED.replaceFirst("9", size);
  }

  private static String version(String version, String request) {
    return request.replaceFirst("HTTP/1.1", "HTTP/" + version);
  }

  private static Stream<Arguments> heads() {
    String length = "Content-Length: 9";
    return Stream.of(
        goesOn("empty lines before it", "\n\n\n" + head(length) + LEAD),
        ends(
            "odd empty lines before many",
            431,
            "\r\r\n\r\n" + head(length, "a:\n".repeat(8_000) + "a:") + LEAD),
        goesOn("a hundred lines", head(length, "A: b\n".repeat(95) + "A: b") + LEAD),
        ends("a line more", 431, head(length, "A: b\n".repeat(96) + "A: b") + LEAD),
        ends("8,000 tiny lines", 431, head(length, "a:\n".repeat(8_000) + "a:") + LEAD),
        ends("many folded lines", 431, head(length, "a: b\n" + " c\n".repeat(200) + " c") + LEAD),
        ends("a header too long", 431, head(length, "A: " + "b".repeat(20_000)) + LEAD),
        ends(
            "a request line too long",
            414,
            head(length).replaceFirst("/v1", "/" + "v".repeat(20_000)) + LEAD),
        ends("two hosts", 400, head("Host: y", length) + LEAD),
        ends("the same host twice", 400, head("Host: x", length) + LEAD),
        goesOn("a later minor version", version("1.2", head(length)) + LEAD),
        ends("HTTP/2", 505, version("2.0", head(length)) + LEAD),
        ends("HTTP/0.9", 505, version("0.9", head(length)) + LEAD),
        ends("the preface of HTTP/2", 505, "PRI * HTTP/2.0\n\nSM\n\n"),
        ends("another protocol", 400, head(length).replaceFirst("HTTP/1.1", "ICY/1.1") + LEAD),
        ends("HTTP/1.0", 201, version("1.0", head(length)) + LEAD),
        ends("the last request", 201, head("Connection: close", length) + LEAD));
  }

  private static Stream<Arguments> bodies() {
    String nowhere = head("Content-Length: 9").replaceFirst("/leads", "/nowhere");
    String image = head("Content-Length: 9").replaceFirst("application/json", "image/png");
    String begun = "Transfer-Encoding: chunked";
    return Stream.of(
        Arguments.of("a refused body that is there", nowhere + LEAD, List.of(404, 404), false),
        Arguments.of("a refused type", image + LEAD, List.of(415, 404), false),
        ends(
            "trailers without end",
            400,
            head(begun) + "9\r\n" + LEAD + "\r\n0\r\n" + "a:\r\n".repeat(200)),
        ends(
            "a trailer of many folded lines",
            400,
            head(begun) + "9\n" + LEAD + "\n00;a=b\na: b\n" + " c\n".repeat(200) + "\n"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("requests")
  void requestIsAnsweredAndItsConnectionKeptOrClosed(
      String name, String request, List<Integer> statuses, boolean closed) {
    try (RawConnection connection = RawConnection.to(GATEWAY.api()).send(request + BEHIND)) {
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < statuses.size(); i++) {
        answers.add(connection.answer());
      }

      assertThat(answers).extracting(Answer::status).isEqualTo(statuses);
      assertThat(answers)
          .filteredOn(answer -> answer.status() >= 400)
          .allSatisfy(
              answer -> {
                assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(answer.text("instance")).isEqualTo(answer.header("X-Request-Id"));
              });
      if (closed) {
        assertThat(connection.isClosedByServer()).isTrue();
      } else {
        assertThat(connection.send(BEHIND).answer().status()).isEqualTo(404);
      }
      if (closed && statuses.getLast() >= 400) {
        assertThat(answers.getLast().header("Connection")).isEqualTo("close");
      }
    }
  }

  @Test
  void answerToTooManyTrailersNamesTheLimit() {
    try (RawConnection connection =
        RawConnection.to(GATEWAY.api())
            .send(
                head("Transfer-Encoding: chunked")
                    + "9\n"
                    + LEAD
                    + "\n0\n"
                    + "A: b\n".repeat(17)
                    + "\n")) {
      assertThat(connection.answer().text("detail"))
          .isEqualTo("A body has at most 16 trailer lines after its chunks; send fewer.");
    }
  }

  @Test
  void trailersAreWeighedWhileTheyArrive() {
    List<RawConnection> slow = new ArrayList<>();
    String trailer = "A: " + "b".repeat(14_000) + "\n";
    try {
      for (int i = 0; i < SLOW; i++) {
        slow.add(
            RawConnection.to(GATEWAY.api())
                .send(head("Transfer-Encoding: chunked") + "9\n" + LEAD + "\n0\n" + trailer));
      }
      Await.until(
          "the trailers are weighed",
          SOON,
          () -> GATEWAY.drawn("vendors") > SLOW * trailer.length());
      for (RawConnection connection : slow) {
        assertThat(connection.send("\n").answer().status()).isEqualTo(201);
      }
    } finally {
      slow.forEach(RawConnection::close);
    }
    Await.until("all is given back", SOON, () -> GATEWAY.drawn("vendors") == 0);
  }
}
