package io.leadgate.web.request;

import io.leadgate.web.answer.Utf8;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Base64;
import java.util.Optional;

/** A name and a password from HTTP Basic (RFC 7617), decoded as UTF-8. */
public record BasicLogin(String username, String password) {

  private static final String BASIC = "Basic ";

  /** Whether the request has HTTP Basic credentials, readable or not. */
  public static boolean isUsed(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, BASIC, 0, BASIC.length());
  }

  /** The login of a request; empty if it is missing or unreadable. */
  public static Optional<BasicLogin> of(HttpServerRequest request) {
    return isUsed(request)
        ? parse(request.getHeader(HttpHeaders.AUTHORIZATION).substring(BASIC.length()).strip())
        : Optional.empty();
  }

  private static Optional<BasicLogin> parse(String base64) {
    try {
      return Utf8.decode(Base64.getDecoder().decode(base64))
          .filter(pair -> pair.contains(":"))
          .map(
              pair ->
                  new BasicLogin(
                      pair.substring(0, pair.indexOf(':')), pair.substring(pair.indexOf(':') + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "BasicLogin[" + username + ", ***]";
  }
}
