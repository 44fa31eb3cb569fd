package io.leadgate.receiver.format;

import io.leadgate.domain.FieldError;

/**
 * How much one answer says of bad fields: a thousand empty leads of a lead type with 200 required
 * fields would else make 20 MB of 3 KB.
 */
final class ErrorRoom {

  private static final int ERRORS_MAX = 1_000;
  private static final int BYTES_MAX = 256 * 1024;

  /** The bytes that JSON puts around the texts of an error. */
  private static final int FRAME = 40;

  private int errors;
  private int bytes;

  /**
   * Counts an error in.
   *
   * @return whether it is to be named
   */
  boolean takes(FieldError error) {
    if (isUsedUp()) {
      return false;
    }
    errors++;
    bytes += FRAME + error.field().length() + error.code().length() + error.message().length();
    return true;
  }

  /** Whether no other error is to be named. */
  boolean isUsedUp() {
    return errors >= ERRORS_MAX || bytes >= BYTES_MAX;
  }
}
