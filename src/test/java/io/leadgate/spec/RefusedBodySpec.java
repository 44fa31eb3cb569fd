package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends requests that the gateway refuses before their body has come. The caller can read the
 * answer, and the gateway bounds the rest of the body in bytes and in time.
 */
class RefusedBodySpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Campaign CAMPAIGN = FIXTURES.campaignOfAnything();
  private static final String TOKEN = FIXTURES.token("lead_receiver");
  private static final int MEBIBYTE = 1 << 20;

  /**
   * A bound of the bytes that the gateway reads; more than the kernel's buffers on both sides hold.
   */
  private static final int WRITTEN_MAX = 64 * MEBIBYTE;

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(404, "/nowhere", "application/json", ""),
        Arguments.of(405, "/v1/leads", "application/json", ""),
        Arguments.of(415, CAMPAIGN.leads(), "image/png", ""),
        Arguments.of(401, "/v1/campaigns/2000000000/leads", "application/json", ""),
        Arguments.of(401, "/v1/campaigns", "application/json", ""),
        Arguments.of(403, "/v1/campaigns", "application/json", TOKEN),
        Arguments.of(415, "/oauth2/token", "image/png", ""),
        Arguments.of(413, CAMPAIGN.leads(), "application/json", TOKEN));
  }

  private static String head(String path, String type, String token, String length) {
    return "POST %s HTTP/1.1\nHost: x\nContent-Type: %s\n%s%s\n\n"
        .formatted(
            path, type, token.isEmpty() ? "" : "Authorization: Bearer " + token + "\n", length);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusalComesAtOnceAndTheRestOfTheBodyIsBounded(
      int status, String path, String type, String token) throws IOException {
    try (RawConnection connection =
        RawConnection.to(GATEWAY.api())
            .send(head(path, type, token, "Content-Length: 1000000000") + "{")) {
      Answer answer = connection.answer();

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(writtenUntilClosed(connection)).isLessThan(WRITTEN_MAX);
    }
  }

  private static int writtenUntilClosed(RawConnection connection) {
    byte[] piece = new byte[MEBIBYTE];
    int written = 0;
    try {
      while (written < WRITTEN_MAX) {
        connection.send(piece);
        written += piece.length;
      }
    } catch (UncheckedIOException closed) {
      return written;
    }
    return written;
  }

  @Test
  void silentCallerIsDisconnectedAfterItsRefusal() {
    try (RawConnection connection =
        RawConnection.to(GATEWAY.api())
            .send(head("/nowhere", "text/plain", "", "Transfer-Encoding: chunked"))) {
      assertThat(connection.answer().status()).isEqualTo(404);
      assertThat(connection.isClosedByServer()).isTrue();
      Await.until("the socket is gone", Duration.ofSeconds(30), () -> isGone(connection));
    }
  }

  private static boolean isGone(RawConnection connection) {
    try {
      connection.send("1\n{\n");
      return false;
    } catch (UncheckedIOException reset) {
      return true;
    }
  }

  /**
   * The client writes its whole body before it reads, so a reset would hide the answer from the
   * client.
   */
  @Test
  void clientThatWritesFiveMebibytesFirstReadsItsAnswer() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < 15; i++) {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(URI.create(GATEWAY.api().base() + "/nowhere"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[5 * MEBIBYTE]))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(404);
      }
    }
  }

  @Test
  void continueIsSentOnlyForABodyThatIsRead() {
    String expect = "Expect: 100-continue\nContent-Length: 9";
    try (RawConnection wanted =
            RawConnection.to(GATEWAY.api())
                .send(head(CAMPAIGN.leads(), "application/json", TOKEN, expect));
        RawConnection refused =
            RawConnection.to(GATEWAY.api())
                .send(head(CAMPAIGN.leads(), "image/png", TOKEN, expect))) {
      assertThat(wanted.statusLine()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(wanted.send("{\"a\":\"1\"}").answer().status()).isEqualTo(201);
      assertThat(refused.answer().status()).isEqualTo(415);
      assertThat(refused.isClosedByServer()).isTrue();
    }
  }
}
