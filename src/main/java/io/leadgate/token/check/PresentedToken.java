package io.leadgate.token.check;

import io.leadgate.domain.AuthResult;
import io.leadgate.domain.QuarantineReason;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The token that a request carries, in {@code Authorization: Bearer} (RFC 6750, section 2.1) or in
 * LeadExec's header {@code access_token}. A token in the query string is ignored, because query
 * strings end up in logs.
 */
sealed interface PresentedToken {

  CharSequence ACCESS_TOKEN = HttpHeaders.createOptimized("access_token");
  String BEARER = "Bearer ";

  /** No token, or what is in its place in another form. */
  record None(AuthResult.Rejected why) implements PresentedToken {}

  /** At least two different tokens. A token that is sent twice counts as a single token. */
  record Several() implements PresentedToken {}

  record One(String jwt) implements PresentedToken {
    @Override
    public String toString() {
      return "One[***]";
    }
  }

  /** Whether a request carries a token, in whatever form. */
  static boolean isThere(MultiMap headers) {
    return !(of(headers) instanceof None);
  }

  static PresentedToken of(MultiMap headers) {
    Set<String> tokens = new LinkedHashSet<>(2);
    List<String> authorizations = headers.getAll(HttpHeaders.AUTHORIZATION);
    for (String value : authorizations) {
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
      case 0 -> new None(withoutToken(authorizations));
      case 1 -> new One(tokens.iterator().next());
      default -> new Several();
    };
  }

  private static AuthResult.Rejected withoutToken(List<String> authorizations) {
    if (authorizations.isEmpty()) {
      return AuthResult.Rejected.of(QuarantineReason.MISSING_TOKEN);
    }
    String value = authorizations.getFirst().strip();
    if (value.regionMatches(true, 0, "Basic ", 0, "Basic ".length())) {
      return AuthResult.Rejected.of(
          QuarantineReason.MISSING_TOKEN,
          "The Authorization header has the scheme Basic, which is for an id and a secret; a token"
              + " is needed here.");
    }
    return value.contains(" ")
        ? AuthResult.Rejected.of(
            QuarantineReason.MISSING_TOKEN,
            "The Authorization header has a scheme that is not taken here; write Bearer and a space"
                + " before the token.")
        : AuthResult.Rejected.of(
            QuarantineReason.MALFORMED_TOKEN,
            "The Authorization header has no scheme; write Bearer and a space before the token.");
  }

  /** Whether the text has what is never in a token: another credential, quotes or white space. */
  static boolean isMisspelt(String text) {
    return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\'' || c <= ' ');
  }

  /** Tells the sender of a text in the place of a token why the text cannot be a token. */
  static String fault(String text) {
    if (text.isEmpty()) {
      return "The header for the token is empty.";
    }
    if (text.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return "The header has Bearer twice, or Bearer where the token alone is expected.";
    }
    if (text.indexOf(',') >= 0) {
      return "The header has two credentials in it; send one.";
    }
    if (text.indexOf('"') >= 0 || text.indexOf('\'') >= 0) {
      return "The token has quotes around it; send it without.";
    }
    if (text.chars().anyMatch(Character::isWhitespace)) {
      return "The token has a space or a line break in it; send it as it was issued.";
    }
    return "This is no token as it was issued; send the whole access_token and nothing else.";
  }
}
