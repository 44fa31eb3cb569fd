package io.leadgate.signin;

import java.util.Optional;
import java.util.Set;

/** Checks the name and the password that an admin gets. A fault continues a sentence. */
public final class AdminInput {

  public static final int NAME_LENGTH_MAX = 100;
  public static final int PASSWORD_LENGTH_MIN = 12;
  public static final int PASSWORD_LENGTH_MAX = 200;

  /** Parts of a path that browsers remove, however they are encoded. */
  private static final Set<String> DOTS = Set.of(".", "..");

  private AdminInput() {}

  /** Why a name is none; empty for a good name. */
  public static Optional<String> faultOfName(String name) {
    boolean isGood =
        !name.isBlank()
            && name.equals(name.strip())
            && name.length() <= NAME_LENGTH_MAX
            && !name.contains(":")
            && !DOTS.contains(name)
            && !hasInvisible(name);
    return isGood
        ? Optional.empty()
        : Optional.of(
            "has 1 to %d characters, all of them printable, no blank at an end, and no colon (RFC 7617)"
                .formatted(NAME_LENGTH_MAX));
  }

  /**
   * Whether a name has a character that a page shows as nothing, or that turns the order of those
   * beside it, because two names would then look the same.
   */
  public static boolean hasInvisible(String name) {
    return name.codePoints().anyMatch(AdminInput::isInvisible);
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** Why a password is none; empty for a good password. */
  public static Optional<String> faultOfPassword(String password) {
    return password.length() < PASSWORD_LENGTH_MIN || password.length() > PASSWORD_LENGTH_MAX
        ? Optional.of(
            "has %d to %d characters; this has %d"
                .formatted(PASSWORD_LENGTH_MIN, PASSWORD_LENGTH_MAX, password.length()))
        : Optional.empty();
  }
}
