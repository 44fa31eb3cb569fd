package io.leadgate.web.request;

import java.util.Optional;

/**
 * The integer ids of lead sources, lead types and campaigns, as they are written and in no other
 * way that Java would read too: 1, and not 01 or +1.
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
