package io.leadgate.spec;

import io.leadgate.support.RunningGateway;
import java.util.Map;

/**
 * Starts a gateway with small limits for bodies, arrays, fields, nesting and heads. A spec then
 * fails if the code has a fixed number or uses a wrong limit. Tokens and campaigns of specs are
 * within the limits.
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
   * Keeps a whole head under the 2 KiB of the server's first read, because Netty refuses a line
   * that just fits where a read ends between its CR and its LF.
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

  /** A JSON lead that nests objects to the depth; the lead itself has depth 1. */
  static String nested(int depth) {
    return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
  }
}
