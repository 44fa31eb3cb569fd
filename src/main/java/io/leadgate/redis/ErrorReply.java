package io.leadgate.redis;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells an error that Redis answered from a failure without an answer. */
final class ErrorReply {

  /**
   * Matches Redis's errors alone, because the client's own begin with a word with an underscore.
   */
  private static final Pattern WORD = Pattern.compile("([A-Z]+)(?: .*)?", Pattern.DOTALL);

  private ErrorReply() {}

  /**
   * The first word of the error, such as OOM, and never its text, because the text may quote the
   * call; empty if Redis did not answer.
   */
  static Optional<String> word(Throwable failure) {
    if (failure instanceof Response reply && reply.type() == ResponseType.ERROR) {
      Matcher word = WORD.matcher(String.valueOf(failure.getMessage()));
      return word.matches() ? Optional.of(word.group(1)) : Optional.empty();
    }
    return Optional.empty();
  }
}
