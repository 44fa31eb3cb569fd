package io.leadgate.domain;

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

  public static String formatList(Collection<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::code).collect(Collectors.joining(" "));
  }
}
