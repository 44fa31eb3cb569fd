package io.leadgate.store;

import java.util.Locale;

/**
 * A count that stops at a bound.
 *
 * @param value the count, at most the bound
 * @param more whether there are more
 */
public record BoundedCount(long value, boolean more) {

  /** The SQL LIMIT of rows that are counted, by which a count tells whether there are more. */
  static long limit(long max) {
    return max + 1;
  }

  /** The count of rows that were cut at {@link #limit}. */
  static BoundedCount of(long found, long max) {
    return new BoundedCount(Math.min(found, max), found > max);
  }

  /** The count for people, such as 1,234 or 100,000+. */
  public String text() {
    return String.format(Locale.ROOT, more ? "%,d+" : "%,d", value);
  }
}
