package io.leadgate.web.answer;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.random.RandomGenerator;

/**
 * Gives every response an {@code X-Request-Id}: the caller's id, if it has 1 to 64 characters of
 * {@code [A-Za-z0-9._-]}, otherwise a new random id. Confined to one event loop.
 */
public final class RequestId {

  static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Id");
  private static final int LENGTH_MAX = 64;
  private static final char[] DIGITS = "0123456789abcdefghijklmnopqrstuv".toCharArray();
  private static final int BITS = 5;

  private final RandomGenerator random;

  public RequestId(RandomGenerator random) {
    this.random = random;
  }

  public void assign(HttpServerRequest request) {
    String given = request.getHeader(HEADER);
    boolean taken =
        given != null && isAcceptable(given) && request.headers().getAll(HEADER).size() == 1;
    request.response().headers().add(HEADER, taken ? given : next());
  }

  /** The id that was assigned; empty before that. */
  public static String of(HttpServerResponse response) {
    String id = response.headers().get(HEADER);
    return id == null ? "" : id;
  }

  private String next() {
    long bits = random.nextLong();
    char[] id = new char[12];
    for (int i = 0; i < id.length; i++) {
      id[i] = DIGITS[(int) (bits >>> (i * BITS)) & (DIGITS.length - 1)];
    }
    return new String(id);
  }

  private static boolean isAcceptable(String id) {
    return !id.isEmpty()
        && id.length() <= LENGTH_MAX
        && id.chars().allMatch(RequestId::isAcceptable);
  }

  private static boolean isAcceptable(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
