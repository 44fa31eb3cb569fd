package io.leadgate.config;

import io.leadgate.budget.Share;
import io.leadgate.budget.Weight;

/**
 * Refuses settings whose bounds do not fit the memory. A quarter of the heap remains for the
 * gateway itself, the credentials in the catalogue, and short-lived garbage.
 */
final class HeapFit {

  /** The memory of a cached token, in bytes. */
  static final int CACHED_TOKEN_BYTES = 1024;

  /** The least heap, a little below 48 MiB because some collectors report less than -Xmx. */
  private static final long HEAP_MIN = 44L << 20;

  /**
   * The direct memory of the allocator that holds nothing of the budget, in bytes: for the process,
   * and for each connection, whose bytes are read before they are counted. 4,000 connections with
   * long heads took 19 MiB more than they had drawn (JDK 25, 2026-11-27).
   */
  private static final int DIRECT_BUFFERS = 8 << 20;

  private static final int DIRECT_BUFFERS_PER_CONNECTION = 6 * 1024;

  /** The least number of bodies of the greatest length that fit into memory at a time. */
  private static final int ARRAYS_MIN = 8;

  private static final int QUARANTINE_BODIES_MIN = 4;

  private HeapFit() {}

  /**
   * Refuses settings whose bounds do not fit the heap or the direct memory.
   *
   * @throws SettingsException with a line that names the settings and the size that fits
   */
  static void check(Settings settings, JvmMemory memory) {
    long heapBytes = memory.heapBytes();
    if (heapBytes < HEAP_MIN) {
      throw new SettingsException(
          "the heap of %d MiB is too small; give the JVM at least -Xmx48m"
              .formatted(heapBytes >> 20));
    }
    Settings.Limits limits = settings.limits();
    long connections =
        (long) settings.http().connectionsMax() + settings.management().connectionsMax();
    long wanted =
        limits.budgetBytes()
            + limits.catalogBytes()
            + connections * Weight.CONNECTION
            + (long) settings.token().cacheMax() * CACHED_TOKEN_BYTES;
    long fits = heapBytes / 4 * 3;
    if (wanted > fits) {
      throw new SettingsException(
          ("limits.budget_bytes (%d), limits.catalog_bytes (%d), http.connections_max (%d),"
                  + " management.connections_max (%d) and token.cache_max (%d) come to %d MiB,"
                  + " and %d MiB fit a heap of %d MiB;"
                  + " lower one of these settings or raise -Xmx")
              .formatted(
                  limits.budgetBytes(),
                  limits.catalogBytes(),
                  settings.http().connectionsMax(),
                  settings.management().connectionsMax(),
                  settings.token().cacheMax(),
                  wanted >> 20,
                  fits >> 20,
                  heapBytes >> 20));
    }
    long budgetMax = budgetBytesMax(memory.directBytes(), connections);
    if (limits.budgetBytes() > budgetMax) {
      throw new SettingsException(
          ("limits.budget_bytes is %d, and direct memory of %d MiB with %d connections allows at most %d;"
                  + " lower limits.budget_bytes or http.connections_max, or raise -XX:MaxDirectMemorySize")
              .formatted(
                  limits.budgetBytes(),
                  memory.directBytes() >> 20,
                  connections,
                  Math.max(0, budgetMax)));
    }
    atMost("limits.body_bytes", limits.bodyBytes(), arrayBytesMax(limits.budgetBytes()), limits);
    atMost("limits.array_bytes", limits.arrayBytes(), arrayBytesMax(limits.budgetBytes()), limits);
    atMost(
        "limits.quarantine_body_bytes",
        limits.quarantineBodyBytes(),
        quarantineBytesMax(limits.budgetBytes()),
        limits);
  }

  private static void atMost(String key, long value, long max, Settings.Limits limits) {
    if (value > max) {
      throw new SettingsException(
          "%s is %d, and limits.budget_bytes (%d) allows at most %d; lower %s, or raise limits.budget_bytes or -Xmx"
              .formatted(key, value, limits.budgetBytes(), max, key));
    }
  }

  /**
   * The greatest budget that direct memory allows, possibly below 0. All that the budget counts may
   * be in direct memory at once, as heads that are not complete and answers that are not read.
   *
   * @param connections the greatest number of connections of both listeners
   */
  static long budgetBytesMax(long directBytes, long connections) {
    return directBytes - DIRECT_BUFFERS - connections * DIRECT_BUFFERS_PER_CONNECTION;
  }

  static long arrayBytesMax(long budgetBytes) {
    return Share.VENDORS.bytesOf(budgetBytes) / ARRAYS_MIN;
  }

  static long quarantineBytesMax(long budgetBytes) {
    return Math.min(Share.SIGNED.bytesOf(budgetBytes), Share.STRANGERS.bytesOf(budgetBytes))
        / QUARANTINE_BODIES_MIN;
  }
}
