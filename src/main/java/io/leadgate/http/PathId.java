package io.leadgate.http;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Ids as they are written, and in no other way that Java would read too: those of lead sources,
 * lead types and campaigns as 1 and not 01 or +1, UUIDs with 36 characters.
 */
public final class PathId {

  private static final Pattern UUID_SHAPE =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private PathId() {}

  public static Optional<UUID> uuid(String text) {
    return UUID_SHAPE.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

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
