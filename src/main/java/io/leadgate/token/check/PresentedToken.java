package io.leadgate.token.check;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The token that a request carries: in {@code Authorization: Bearer} (RFC 6750, section 2.1), or in
 * LeadExec's header {@code access_token}. A token in the query string is ignored, because query
 * strings end up in logs.
 */
sealed interface PresentedToken {

  CharSequence ACCESS_TOKEN = HttpHeaders.createOptimized("access_token");
  String BEARER = "Bearer ";

  record None() implements PresentedToken {}

  /** At least two different tokens. A token that is sent twice counts as a single token. */
  record Several() implements PresentedToken {}

  record One(String jwt) implements PresentedToken {
    @Override
    public String toString() {
      return "One[***]";
    }
  }

  static PresentedToken of(MultiMap headers) {
    Set<String> tokens = new LinkedHashSet<>(2);
    for (String value : headers.getAll(HttpHeaders.AUTHORIZATION)) {
      if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        tokens.add(value.substring(BEARER.length()).strip());
      } else if (value.strip().equalsIgnoreCase(BEARER.strip())) {
        tokens.add("");
      }
    }
    for (String value : headers.getAll(ACCESS_TOKEN)) {
      tokens.add(value.strip());
    }
    return switch (tokens.size()) {
      case 0 -> new None();
      case 1 -> new One(tokens.iterator().next());
      default -> new Several();
    };
  }
}
