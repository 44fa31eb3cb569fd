package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.ProblemText;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.http.WholeAnswer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends request lines and headers at their default and configured limits, and a byte past the
 * limits. The ends of lines do not count.
 */
class LimitSettingsHeadSpec {

  private static final RunningGateway SMALL = SmallLimits.start();

  /** A gateway with its limits, and with a campaign and a token for leads. */
  record Limits(
      String name,
      RunningGateway gateway,
      Campaign campaign,
      String token,
      int lineBytes,
      int headerBytes) {

    static Limits of(String name, RunningGateway gateway, int lineBytes, int headerBytes) {
      Fixtures fixtures = gateway.fixtures();
      return new Limits(
          name,
          gateway,
          fixtures.campaignOfAnything(),
          fixtures.token("lead_receiver"),
          lineBytes,
          headerBytes);
    }

    /** A request line of the given bytes, filled with a query that the gateway ignores. */
    private String line(int bytes) {
      String begin = "POST " + campaign.leads() + "?";
      String end = " HTTP/1.1";
      return begin + "x".repeat(bytes - begin.length() - end.length()) + end + "\n";
    }

    private String shortLine() {
      return "POST " + campaign.leads() + " HTTP/1.1\n";
    }

    private String headers() {
      return "Host: a\nAuthorization: Bearer %s\nContent-Type: application/json\nContent-Length: 2\n"
          .formatted(token);
    }

    /**
     * Headers of the given bytes together.
     *
     * @param each the length of each header that fills the bytes, except the last
     */
    private String headers(int bytes, int each) {
      StringBuilder headers = new StringBuilder(headers());
      int left = bytes - headers().replace("\n", "").length();
      while (left > 0) {
        int length = left < 2 * each ? left : each;
        headers.append("A: ").append("x".repeat(length - 3)).append('\n');
        left -= length;
      }
      return headers.toString();
    }

    private long leads() {
      return gateway.fixtures().storedLeads(campaign);
    }

    private void assertTaken(String head) {
      long before = leads();
      Answer answer = RawConnection.answer(gateway.api(), head + "\n{}");

      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
      assertThat(leads()).isEqualTo(before + 1);
    }

    private void assertRefused(String head, int status, String slug, String title) {
      long before = leads();
      try (RawConnection connection = RawConnection.to(gateway.api()).send(head + "\n{}")) {
        assertThat(WholeAnswer.of(connection.answer()))
            .isEqualTo(
                WholeAnswer.problem(ProblemText.of(status, slug, title, title + "."))
                    .with("connection", "close"));
        assertThat(connection.isClosedByServer()).isTrue();
      }
      assertThat(leads()).isEqualTo(before);
    }

    /** The name of the case in JUnit. */
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Limits> limits() {
    return Stream.of(
        Limits.of("default", SharedGateway.get(), 16_384, 16_384),
        Limits.of("set", SMALL, SmallLimits.REQUEST_LINE_BYTES, SmallLimits.HEADER_BYTES));
  }

  @AfterAll
  static void stop() {
    SMALL.close();
  }

  @ParameterizedTest
  @MethodSource("limits")
  void requestLinePastTheLimitIs414(Limits limits) {
    limits.assertTaken(limits.line(limits.lineBytes) + limits.headers());
    limits.assertRefused(
        limits.line(limits.lineBytes + 1) + limits.headers(),
        414,
        "uri-too-long",
        "The request line is too long");
  }

  /** The test sends a long header and many short headers, because the sum counts. */
  @ParameterizedTest
  @MethodSource("limits")
  void headersPastTheLimitAre431(Limits limits) {
    for (int each : new int[] {limits.headerBytes, Math.max(20, limits.headerBytes / 80)}) {
      limits.assertTaken(limits.shortLine() + limits.headers(limits.headerBytes, each));
      limits.assertRefused(
          limits.shortLine() + limits.headers(limits.headerBytes + 1, each),
          431,
          "headers-too-large",
          "The headers are too large");
    }
  }
}
