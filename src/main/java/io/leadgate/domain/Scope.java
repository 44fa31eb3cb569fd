package io.leadgate.domain;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A permission of a credential, chosen at the credential's creation and never changed. */
public enum Scope {
  ACCOUNT_API,
  DATA_API,
  LEAD_RECEIVER;

  /** The code in tokens, JSON and SQL. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> of(String code) {
    return Arrays.stream(values()).filter(scope -> scope.code().equals(code)).findFirst();
  }

  /**
   * Reads a space-separated list (RFC 6749, section 3.3); empty if the list is blank or names an
   * unknown scope.
   */
  public static Optional<Set<Scope>> parseList(String text) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : text.strip().split(" +", -1)) {
      Optional<Scope> scope = of(word);
      if (scope.isEmpty()) {
        return Optional.empty();
      }
      scopes.add(scope.get());
    }
    return Optional.of(scopes);
  }

  public static String formatList(Collection<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::code).collect(Collectors.joining(" "));
  }
}
