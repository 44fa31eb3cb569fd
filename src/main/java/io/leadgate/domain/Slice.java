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
}
