package io.leadgate.receiver.format;

import io.leadgate.domain.FieldError;

/**
 * Bounds the number and the size of the field errors in one answer. Without the bound a body of 3
 * KB, with a thousand empty leads of a lead type with 200 required fields, would get an answer of
 * 20 MB. Confined to one event loop.
 */
final class ErrorRoom {

  private static final int ERRORS_MAX = 1_000;
  private static final int BYTES_MAX = 256 * 1024;

  /** The bytes of JSON around the texts of an error. */
  private static final int FRAME = 40;

  private int errors;
  private int bytes;

  /**
   * Counts an error, unless the room is used up.
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

  /** Whether the room is used up, so that further errors are not named. */
  boolean isUsedUp() {
    return errors >= ERRORS_MAX || bytes >= BYTES_MAX;
  }
}
