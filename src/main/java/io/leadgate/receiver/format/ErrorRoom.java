package io.leadgate.receiver.format;

import io.leadgate.domain.FieldError;

/**
 * Bounds how much one answer says of bad fields, because a body of 3 KB, a thousand empty leads of
 * a lead type with 200 required fields, would otherwise get an answer of 20 MB. Confined to one
 * event loop.
 */
final class ErrorRoom {

  private static final int ERRORS_MAX = 1_000;
  private static final int BYTES_MAX = 256 * 1024;

  /** The bytes of JSON around the texts of an error. */
  private static final int FRAME = 40;

  private int errors;
  private int bytes;

  /**
   * Counts an error.
   *
   * @return whether the error is to be named
   */
  boolean takes(FieldError error) {
    if (isUsedUp()) {
      return false;
    }
    errors++;
    bytes += FRAME + error.field().length() + error.code().length() + error.message().length();
    return true;
  }

  /** Whether every other error is to go unnamed. */
  boolean isUsedUp() {
    return errors >= ERRORS_MAX || bytes >= BYTES_MAX;
  }
}
