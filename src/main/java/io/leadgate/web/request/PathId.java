package io.leadgate.web.request;

import java.util.Optional;

/**
 * Reads the integer ids of lead sources, lead types and campaigns from a path. Only the form in
 * which an id is written is accepted: 1, but not 01 or +1, which Java would read too.
 */
public final class PathId {

  private PathId() {}

  public static Optional<Integer> parse(String text) {
    if (text.isEmpty() || text.length() > 10 || text.charAt(0) < '1') {
      return Optional.empty();
    }
    long id = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return Optional.empty();
      }
      id = id * 10 + (c - '0');
    }
    return id > Integer.MAX_VALUE ? Optional.empty() : Optional.of((int) id);
  }
}
