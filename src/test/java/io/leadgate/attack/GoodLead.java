package io.leadgate.attack;

import java.time.Duration;

/**
 * What became of one good lead. Times are of nanoTime.
 *
 * @param due when it was to be sent
 * @param ended when it was answered, or given up
 * @param status of its answer, or one of the constants
 * @param retryAfter whether its answer had that header
 */
record GoodLead(long due, long ended, int status, boolean retryAfter) {

  /** No connection was free, or none could be made, for a second. */
  static final int NOT_SENT = 0;

  /** The connection ended before the answer. */
  static final int BROKEN = -1;

  /** The answer did not come in time. */
  static final int UNANSWERED = -2;

  private static final long PROMPT_NANOS = Duration.ofSeconds(1).toNanos();

  boolean isStored() {
    return status == 200 || status == 201;
  }

  /** Whether it is stored within a second. */
  boolean isWell() {
    return isStored() && ended - due <= PROMPT_NANOS;
  }

  /** Whether its vendor was told to send it again later. */
  boolean isPutOff() {
    return status == 503 && retryAfter;
  }

  String outcome() {
    return switch (status) {
      case NOT_SENT -> "not sent";
      case BROKEN -> "broken";
      case UNANSWERED -> "unanswered";
      case 503 -> retryAfter ? "503" : "503 without Retry-After";
      default -> Integer.toString(status);
    };
  }
}
