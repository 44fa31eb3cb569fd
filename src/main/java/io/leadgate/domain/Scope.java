package io.leadgate.domain;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A permission of a credential, chosen at the credential's creation and never changed. */
public enum Scope implements Coded {
  ACCOUNT_API,
  DATA_API,
  LEAD_RECEIVER;

  private static final int SHOWN_LENGTH_MAX = 40;

  /**
   * Reads a space-separated list (RFC 6749, section 3.3); empty if the list is blank or names an
   * unknown scope.
   */
  public static Optional<Set<Scope>> parseList(String text) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : text.strip().split(" +", -1)) {
      Optional<Scope> scope = Coded.find(Scope.class, word);
      if (scope.isEmpty()) {
        return Optional.empty();
      }
      scopes.add(scope.get());
    }
    return Optional.of(scopes);
  }

  /**
   * The first word of a list that is no scope, cut to 40 characters and without what RFC 6749,
   * section 5.2, does not let into a description.
   */
  public static Optional<String> firstUnknown(String text) {
    return Arrays.stream(text.strip().split(" +", -1))
        .filter(word -> Coded.find(Scope.class, word).isEmpty())
        .map(word -> word.substring(0, Math.min(word.length(), SHOWN_LENGTH_MAX)))
        .map(word -> word.replaceAll("[^!#-\\[\\]-~]", "?"))
        .findFirst();
  }

  public static String formatList(Collection<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::code).collect(Collectors.joining(" "));
  }
}
