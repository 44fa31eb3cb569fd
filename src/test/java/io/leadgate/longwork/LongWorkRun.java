package io.leadgate.longwork;

import java.time.Duration;
import java.util.Locale;

/** Measures how long the worst requests hold an event loop: {@code load-tests/long-work.sh}. */
final class LongWorkRun {

  private static final Duration HOLD_MAX = Duration.ofMillis(10);
  private static final int WARM_UP = 30;
  private static final int MEASURED = 10;

  private LongWorkRun() {}

  /**
   * @param arguments a part of the names of the requests to send; all are sent without it
   */
  public static void main(String[] arguments) {
    String part = arguments.length > 0 ? arguments[0] : "";
    int sent = 0;
    boolean passed = true;
    try (WorstRequests requests = new WorstRequests()) {
      for (WorstRequest request : requests.all()) {
        if (request.name().contains(part)) {
          sent++;
          passed &= isShort(requests, request);
        }
      }
    }
    System.out.println(
        passed && sent > 0
            ? "PASS no request holds an event loop for more than 10 ms of its CPU time"
            : "FAIL the marked requests hold an event loop for more than 10 ms of its CPU time");
    // The run's own servers end with this JVM.
    System.exit(0);
  }

  private static boolean isShort(WorstRequests requests, WorstRequest request) {
    for (int i = 0; i < WARM_UP; i++) {
      requests.send(request);
    }
    Duration longest = Duration.ZERO;
    for (int i = 0; i < MEASURED; i++) {
      Duration held = LoopHold.longestDuring(() -> requests.send(request));
      longest = held.compareTo(longest) > 0 ? held : longest;
    }
    boolean isShort = longest.compareTo(HOLD_MAX) <= 0;
    System.out.printf(
        Locale.ROOT,
        "%s %5.1f ms  %d  %s%n",
        isShort ? " " : "!",
        longest.toNanos() / 1e6,
        request.status(),
        request.name());
    return isShort;
  }
}
