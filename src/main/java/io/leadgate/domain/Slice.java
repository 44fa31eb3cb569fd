package io.leadgate.domain;

import java.util.List;

/**
 * The beginning of what was asked for.
 *
 * @param more whether there is more behind it
 */
public record Slice<T>(List<T> items, boolean more) {

  /** It ends before its items come to more than this, in bytes; a first one may. */
  public static final int BYTES_MAX = 8 * 1024 * 1024;
}
