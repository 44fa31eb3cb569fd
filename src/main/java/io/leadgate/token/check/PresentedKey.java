package io.leadgate.token.check;

import io.leadgate.domain.ClientSecret;
import io.leadgate.web.answer.Utf8;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A static key that a request carries: in LeadExec's header {@code api-key}, or as the password of
 * HTTP Basic (RFC 7617) with the client id as the name.
 */
sealed interface PresentedKey {

  CharSequence API_KEY = HttpHeaders.createOptimized("api-key");
  String BASIC = "Basic ";

  /**
   * A key that can be looked up.
   *
   * @param clientId the client id as sent, possibly not a UUID; empty if none was sent
   */
  record Secret(Optional<String> clientId, ClientSecret secret) implements PresentedKey {}

  /**
   * A text in the place of a key, which has another form.
   *
   * @param fault a sentence for the sender, without a part of what was sent
   */
  record Misspelt(String fault) implements PresentedKey {}

  /** Whether a request carries a key, in whatever form. */
  static boolean isThere(MultiMap headers) {
    if (headers.contains(API_KEY)) {
      return true;
    }
    for (String authorization : headers.getAll(HttpHeaders.AUTHORIZATION)) {
      if (isBasic(authorization)) {
        return true;
      }
    }
    return false;
  }

  /** The keys of a request. A key that is sent twice in the same way counts as a single key. */
  static List<PresentedKey> of(MultiMap headers) {
    List<PresentedKey> found = new ArrayList<>(2);
    headers.getAll(API_KEY).forEach(value -> found.add(ofHeader(value.strip())));
    headers.getAll(HttpHeaders.AUTHORIZATION).stream()
        .filter(PresentedKey::isBasic)
        .forEach(
            value -> found.add(ofBasic(value.stripLeading().substring(BASIC.length()).strip())));
    return found.stream().distinct().toList();
  }

  private static boolean isBasic(String authorization) {
    return authorization.stripLeading().regionMatches(true, 0, BASIC, 0, BASIC.length());
  }

  private static PresentedKey ofHeader(String key) {
    if (key.isEmpty()) {
      return new Misspelt("The header api-key is empty.");
    }
    if (PresentedToken.isMisspelt(key)) {
      return new Misspelt(
          "The header api-key has a quote, a comma or a space in it; send the client secret alone.");
    }
    if (key.startsWith(TOKEN_BEGIN)) {
      return new Misspelt(
          "The header api-key has a token in it; send it as Authorization: Bearer.");
    }
    return new Secret(Optional.empty(), new ClientSecret(key));
  }

  /** The begin of each token: the Base64 of <code>{"</code>. */
  String TOKEN_BEGIN = "eyJ";

  private static PresentedKey ofBasic(String base64) {
    Optional<String> pair = decoded(base64);
    int colon = pair.map(text -> text.indexOf(':')).orElse(-1);
    if (pair.isEmpty() || colon < 0) {
      return new Misspelt(
          "What follows Basic is not the Base64 of client id, colon and client secret.");
    }
    String secret = pair.get().substring(colon + 1);
    return secret.isEmpty()
        ? new Misspelt("The password of HTTP Basic is empty; it is the client secret.")
        : new Secret(Optional.of(pair.get().substring(0, colon)), new ClientSecret(secret));
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Utf8.decode(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
