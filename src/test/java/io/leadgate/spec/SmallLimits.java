package io.leadgate.spec;

import io.leadgate.support.RunningGateway;
import java.util.Map;

/**
 * A gateway whose limits are all others than the defaults, so that a number in the code, or one
 * limit taken for another, is seen. What specs need (tokens, campaigns) is within them.
 */
final class SmallLimits {

  static final int BODY_BYTES = 300;
  static final int ARRAY_BYTES = 1_000;
  static final int ARRAY_ITEMS = 3;
  static final int QUARANTINE_BODY_BYTES = 500;
  static final int FIELDS = 5;
  static final int JSON_DEPTH = 3;
  static final int REQUEST_LINE_BYTES = 400;

  /**
   * With all else in a head under the 2 KiB that the server reads first: where a read ends between
   * the CR and the LF of a line that just fits, Netty refuses the line.
   */
  static final int HEADER_BYTES = 1_500;

  private SmallLimits() {}

  static RunningGateway start() {
    return RunningGateway.start(
        Map.of(
            "LEADGATE_LIMITS_BODY_BYTES", "" + BODY_BYTES,
            "LEADGATE_LIMITS_ARRAY_BYTES", "" + ARRAY_BYTES,
            "LEADGATE_LIMITS_ARRAY_ITEMS", "" + ARRAY_ITEMS,
            "LEADGATE_LIMITS_QUARANTINE_BODY_BYTES", "" + QUARANTINE_BODY_BYTES,
            "LEADGATE_LIMITS_FIELDS", "" + FIELDS,
            "LEADGATE_LIMITS_JSON_DEPTH", "" + JSON_DEPTH,
            "LEADGATE_LIMITS_REQUEST_LINE_BYTES", "" + REQUEST_LINE_BYTES,
            "LEADGATE_LIMITS_HEADER_BYTES", "" + HEADER_BYTES));
  }

  /** A JSON lead of that nesting, its object being 1. */
  static String nested(int depth) {
    return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
  }
}
