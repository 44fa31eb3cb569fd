package io.leadgate.domain;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a credential may do; chosen at its creation and never changed. */
public enum Scope {
  ACCOUNT_API,
  DATA_API,
  LEAD_RECEIVER;

  /** As it stands in tokens, JSON and SQL. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> of(String code) {
    return Arrays.stream(values()).filter(scope -> scope.code().equals(code)).findFirst();
  }

  /**
   * A space-separated list (RFC 6749, section 3.3); empty if it is blank or names a scope that
   * there is not.
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
