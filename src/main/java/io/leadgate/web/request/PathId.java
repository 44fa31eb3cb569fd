package io.leadgate.web.request;

import java.util.Optional;

/**
 * Parses the integer id of a lead source, a lead type or a campaign, in the one form in which it is
 * written: 1 is an id; 01 and +1, which Java would parse too, are not. Thread-safe.
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
