package io.leadgate.config;

import java.time.Duration;

/** Refuses time limits with which a lead that waits would lose its connection before its answer. */
final class WaitFit {

  /** The time for all that a lead does besides waiting: its parsing, and the ticks of its lane. */
  private static final Duration BESIDE = Duration.ofSeconds(3);

  private WaitFit() {}

  /**
   * Refuses an idle time-out that ends during the longest wait for a commit.
   *
   * @throws SettingsException with a line that names the settings
   */
  static void check(Settings settings) {
    Duration idle = settings.http().idleTimeout();
    Settings.Storage storage = settings.storage();
    if (idle.compareTo(storage.waitMax().plus(storage.batchTimeout()).plus(BESIDE)) <= 0) {
      throw new SettingsException(
          ("http.idle_timeout (%s) must be more than storage.wait (%s), storage.batch_timeout (%s)"
                  + " and %s together, because a lead that waits would lose its connection before its"
                  + " answer; raise http.idle_timeout or lower one of the others")
              .formatted(
                  DurationText.format(idle),
                  DurationText.format(storage.waitMax()),
                  DurationText.format(storage.batchTimeout()),
                  DurationText.format(BESIDE)));
    }
  }
}
