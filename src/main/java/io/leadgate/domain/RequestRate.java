package io.leadgate.domain;

import java.time.Duration;

/**
 * Bounds the requests of a second by a bucket that holds the requests of one second. Each started
 * 64 KiB of a body costs as much as a request, so that the bytes are bounded too. A request that
 * costs more than the whole bucket is taken from a full bucket, and later requests wait until the
 * bucket has refilled. Confined to one event loop.
 */
public final class RequestRate {

  private static final int BYTES_OF_ONE = 1 << 16;
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final int perSecond;
  private double left;
  private long filledAt;

  /**
   * @param perSecond the most requests of a second; 0 takes no request
   * @param now the current time, in ns of {@link System#nanoTime()}
   */
  public RequestRate(int perSecond, long now) {
    this.perSecond = perSecond;
    this.left = perSecond;
    this.filledAt = now;
  }

  public boolean takes(int bytes, long now) {
    left = Math.min(perSecond, left + (now - filledAt) / NANOS * perSecond);
    filledAt = now;
    int cost = 1 + Math.max(0, bytes - 1) / BYTES_OF_ONE;
    if (perSecond == 0 || left < Math.min(cost, perSecond)) {
      return false;
    }
    left -= cost;
    return true;
  }
}
