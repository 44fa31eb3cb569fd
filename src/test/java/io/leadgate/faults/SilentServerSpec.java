package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.process.Await;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that logins which are never answered end, and that all parts are back afterwards. */
@Tag("faults")
class SilentServerSpec {

  private static final Duration SILENCE = Duration.ofSeconds(8);

  /** Far more than the promised 5 s, because of busy machines. */
  private static final Duration BACK_MAX = Duration.ofSeconds(30);

  /** Six of the lanes, ten of the pools, and three of the catalogue and the upkeep. */
  private static final int CONNECTIONS_MAX = 19;

  @Test
  void allPartsAreBackSoonAndNoSocketStays() {
    try (SilentServer server = new SilentServer()) {
      SilentServer.Return got = server.afterSilence(SILENCE);

      assertThat(got.back().values())
          .as(got.toString())
          .allSatisfy(time -> assertThat(time).isLessThan(BACK_MAX));
      assertThat(got.openMost()).as(got.toString()).isLessThan(3 * CONNECTIONS_MAX);
      Await.until(
          "no socket of the silent server is left",
          Duration.ofSeconds(30),
          () -> server.open() <= CONNECTIONS_MAX);
    }
  }
}
