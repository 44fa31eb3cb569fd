package io.leadgate.cli;

/** Lists the statuses with which the commands exit. */
final class ExitStatus {

  static final int DONE = 0;

  /** The command has failed, or the gateway is not healthy. A later try may succeed. */
  static final int FAILED = 1;

  /** The settings or the arguments are wrong. No later try succeeds before they are mended. */
  static final int REFUSED = 2;

  private ExitStatus() {}
}
