package io.leadgate.persistence.lane;

import io.leadgate.budget.Share;
import io.leadgate.config.Settings;
import java.time.Duration;

/**
 * The bounds of a lane.
 *
 * @param queuedRows the most rows that wait for an answer
 * @param queuedBytes the most bytes of rows that wait for an answer
 * @param batchRows the most rows of a batch
 * @param waitMax the longest wait of a row for its batch, failed tries included
 * @param batchMax the longest time of one try at a batch
 * @param rest the pause of a connection after each batch
 */
public record LaneLimits(
    int queuedRows,
    long queuedBytes,
    int batchRows,
    Duration waitMax,
    Duration batchMax,
    Duration rest) {

  /**
   * The most bytes of a batch; a larger row is a batch of its own. Postgres takes 2 MiB of the
   * costliest JSON (arrays of two-digit numbers) in 0.3 s, and 2 MiB hold a full batch of leads of
   * 3 KiB, so ordinary batches do not reach the bound.
   */
  static final long BATCH_BYTES = 2 * 1024 * 1024;

  /** Room for some of the largest rows, however small the heap is. */
  private static final long QUEUED_BYTES_MIN = 4 * 1024 * 1024;

  /**
   * The pause after each batch of strangers' requests, in which further requests gather, because a
   * commit for one request costs as much as a commit for a hundred and delays the commits of leads.
   */
  private static final Duration STRANGERS_REST = Duration.ofMillis(50);

  /**
   * The pause after each batch of rejected duplicates. They come one by one among the leads of a
   * busy vendor, and the pause bounds the commits that they add to the commits of leads.
   */
  private static final Duration DUPLICATES_REST = Duration.ofMillis(10);

  /**
   * The bounds of a lane of leads, or of looks for earlier leads. The two lanes of leads share what
   * vendors may draw from the budget; looks weigh little.
   */
  public static LaneLimits ofLeads(Settings settings) {
    return of(settings, bytes(settings, Share.VENDORS) / 2, Duration.ZERO);
  }

  public static LaneLimits ofSigned(Settings settings) {
    return of(settings, bytes(settings, Share.SIGNED), Duration.ZERO);
  }

  /** The bounds of the lane of strangers, whose connection rests after each batch. */
  public static LaneLimits ofStrangers(Settings settings) {
    return of(settings, bytes(settings, Share.STRANGERS), STRANGERS_REST);
  }

  /**
   * The bounds of the lane of rejected duplicates, which is as large as the lane of signed
   * requests.
   */
  public static LaneLimits ofDuplicates(Settings settings) {
    return of(settings, bytes(settings, Share.SIGNED), DUPLICATES_REST);
  }

  private static long bytes(Settings settings, Share share) {
    return share.bytesOf(settings.limits().budgetBytes());
  }

  private static LaneLimits of(Settings settings, long queuedBytes, Duration rest) {
    return new LaneLimits(
        settings.limits().queuedLeads(),
        Math.max(QUEUED_BYTES_MIN, queuedBytes),
        settings.limits().batchLeads(),
        settings.storage().waitMax(),
        settings.storage().batchTimeout(),
        rest);
  }
}
