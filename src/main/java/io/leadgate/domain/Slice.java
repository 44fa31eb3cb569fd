package io.leadgate.domain;

import java.util.List;

/**
 * The first items of a longer list.
 *
 * @param more whether further items follow
 */
public record Slice<T>(List<T> items, boolean more) {

  /** The most bytes of a slice's items together; a single first item may be larger. */
  public static final int BYTES_MAX = 4 * 1024 * 1024;

  /**
   * The slice of so many items.
   *
   * @param found the items, with a further item if more follow
   */
  public static <T> Slice<T> of(List<T> found, int limit) {
    return new Slice<>(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
  }
}
