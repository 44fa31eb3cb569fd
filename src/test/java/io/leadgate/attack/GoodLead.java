package io.leadgate.attack;

import java.time.Duration;

/**
 * The outcome of one good lead, with times in nanoTime.
 *
 * @param due the time at which the lead had to be sent
 * @param ended the time at which the lead was answered or given up
 * @param status the status of the answer, or one of the constants
 * @param retryAfter whether the answer had that header
 */
record GoodLead(long due, long ended, int status, boolean retryAfter) {

  /** No connection was free within a second. */
  static final int NOT_SENT = 0;

  /** The connection ended before the answer. */
  static final int BROKEN = -1;

  /** The answer did not come in time. */
  static final int UNANSWERED = -2;

  private static final long PROMPT_NANOS = Duration.ofSeconds(1).toNanos();

  boolean isStored() {
    return status == 200 || status == 201;
  }

  /** Whether the lead was stored within a second. */
  boolean isStoredPromptly() {
    return isStored() && ended - due <= PROMPT_NANOS;
  }

  boolean wasSent() {
    return status != NOT_SENT;
  }

  /** Whether the vendor was told to send the lead again later. */
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
