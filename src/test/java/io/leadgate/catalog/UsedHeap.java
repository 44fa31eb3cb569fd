package io.leadgate.catalog;

import java.lang.management.ManagementFactory;

/** Measures the used heap of this JVM. */
final class UsedHeap {

  private static final int MEASUREMENTS_MAX = 4;

  private UsedHeap() {}

  /**
   * Measures until two measurements agree, and returns the lesser, because a thread may hold
   * garbage for a moment.
   *
   * @param apartMax measurements that differ by at most these bytes agree
   */
  static long measure(long apartMax) {
    long least = usedAfterCollection();
    for (int i = 1; i < MEASUREMENTS_MAX; i++) {
      long again = usedAfterCollection();
      boolean agree = Math.abs(least - again) <= apartMax;
      least = Math.min(least, again);
      if (agree) {
        break;
      }
    }
    return least;
  }

  private static long usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
