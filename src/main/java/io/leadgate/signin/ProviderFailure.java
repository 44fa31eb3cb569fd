package io.leadgate.signin;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;

/** Tells what a failed request to the identity provider means. */
final class ProviderFailure {

  /** The errors of a token endpoint (RFC 6749, section 5.2). */
  private static final Set<String> REFUSALS =
      Set.of(
          "invalid_request",
          "invalid_client",
          "invalid_grant",
          "unauthorized_client",
          "unsupported_grant_type",
          "invalid_scope");

  /** The library's text for a token whose times do not hold, where the leeway is counted. */
  private static final String EXPIRED = "User token is expired.";

  private static final Set<Integer> AWAY =
      Set.of(
          HttpResponseStatus.REQUEST_TIMEOUT.code(), HttpResponseStatus.TOO_MANY_REQUESTS.code());

  private ProviderFailure() {}

  /**
   * What the provider has sent in place of an ID token, in words for a person; empty if the
   * provider has not answered, or is at fault. The library hands over neither the status nor the
   * body of an answer, but a text that begins with the error of RFC 6749 or with the reason phrase.
   */
  static Optional<String> refusal(Throwable failure) {
    if (!(failure instanceof VertxException)) {
      return Optional.empty();
    }
    String begin = begin(failure);
    if (begin.equals(EXPIRED)) {
      return Optional.of("a token that has expired, or is not good yet");
    }
    return REFUSALS.contains(begin) || isRefusal(begin)
        ? Optional.of("an error: " + begin)
        : Optional.empty();
  }

  private static boolean isRefusal(String phrase) {
    return IntStream.range(400, 500)
        .filter(status -> !AWAY.contains(status))
        .mapToObj(HttpResponseStatus::valueOf)
        .anyMatch(status -> status.reasonPhrase().equals(phrase));
  }

  /** The failure of a request for which the provider is at fault; any other as it is. */
  static Throwable away(Throwable failure) {
    return switch (failure) {
      case ConnectException refused -> new ProviderAway("no connection");
      case UnknownHostException unknown -> new ProviderAway("the name of its host is unknown");
      case SSLException unproved -> new ProviderAway("TLS has failed");
      case IOException broken -> new ProviderAway("the connection has failed");
      case TimeoutException late -> new ProviderAway("no answer in time");
      case DecodeException unreadable -> new ProviderAway("an answer that is not JSON");
      case ClassCastException unreadable -> new ProviderAway("an answer of another form");
      case HttpClosedException closed -> new ProviderAway("the connection was closed");
      case VertxException answer -> new ProviderAway(words(begin(answer)));
      default -> failure;
    };
  }

  private static String begin(Throwable failure) {
    return String.valueOf(failure.getMessage()).split(": ", 2)[0];
  }

  /** A reason phrase as it is; anything else may be a text of the provider. */
  private static String words(String begin) {
    return IntStream.range(300, 600)
            .mapToObj(HttpResponseStatus::valueOf)
            .anyMatch(status -> status.reasonPhrase().equals(begin))
        ? begin
        : "an answer that is no success";
  }
}
