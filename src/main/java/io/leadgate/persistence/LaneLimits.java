package io.leadgate.persistence;

import io.leadgate.config.Settings;
import java.time.Duration;

/**
 * The bounds of a lane.
 *
 * @param queuedRows the most rows that wait for an answer
 * @param batchRows the most rows of a batch; rows of one request may exceed it
 * @param waitMax the longest wait of a row for its batch, failed tries included
 * @param batchMax the longest time of one try at a batch
 * @param rest the pause of a connection after each batch
 */
public record LaneLimits(
    int queuedRows, int batchRows, Duration waitMax, Duration batchMax, Duration rest) {

  /**
   * The pause after each batch of strangers' requests, in which further requests gather, because a
   * commit for one request costs as much as a commit for a hundred and delays the commits of leads.
   */
  private static final Duration STRANGERS_REST = Duration.ofMillis(50);

  public static LaneLimits of(Settings settings) {
    return new LaneLimits(
        settings.limits().queuedLeads(),
        settings.limits().batchLeads(),
        settings.storage().waitMax(),
        settings.storage().batchTimeout(),
        Duration.ZERO);
  }

  /** The bounds of the lane of strangers, whose connection rests after each batch. */
  public static LaneLimits ofStrangers(Settings settings) {
    LaneLimits limits = of(settings);
    return new LaneLimits(
        limits.queuedRows, limits.batchRows, limits.waitMax, limits.batchMax, STRANGERS_REST);
  }
}
