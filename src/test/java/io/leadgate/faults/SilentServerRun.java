package io.leadgate.faults;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Measures how soon all parts are back: {@code load-tests/silent-postgres.sh}. */
final class SilentServerRun {

  private static final List<Duration> SILENCES =
      List.of(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(40));
  private static final Duration BACK_MAX = Duration.ofSeconds(5);
  private static final int OPEN_MORE_MAX = 19;

  /** A batch waits so long on a connection that fell silent a moment ago. */
  private static final Duration BATCH_MAX = Duration.ofSeconds(5);

  private SilentServerRun() {}

  public static void main(String[] arguments) {
    boolean passed = true;
    for (Duration silence : SILENCES) {
      try (SilentServer server = new SilentServer()) {
        SilentServer.Return got = server.afterSilence(silence);
        System.out.printf(
            "silent for %d s; sockets: %d before, %d at most, %d after%n",
            silence.toSeconds(), got.openBefore(), got.openMost(), got.openAfter());
        got.back()
            .forEach(
                (part, time) ->
                    System.out.printf(
                        Locale.ROOT, "  %-12s back after %.1f s%n", part, time.toMillis() / 1e3));
        passed &=
            silence.compareTo(BATCH_MAX) < 0
                || got.back().values().stream().allMatch(time -> time.compareTo(BACK_MAX) <= 0);
        passed &= got.openMost() <= got.openBefore() + OPEN_MORE_MAX;
      }
    }
    System.out.println(
        passed ? "PASS all parts are back within " + BACK_MAX.toSeconds() + " s" : "FAIL");
    // The run's own servers end with this JVM.
    System.exit(0);
  }
}
