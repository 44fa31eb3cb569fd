package io.leadgate.token.issue;

import io.leadgate.bus.BusAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.function.Function;

/**
 * Where clients' calls about tokens are answered. That nobody answers is an outcome, no failure.
 */
public final class TokenDesk {

  /** Longer than a revocation may wait for Postgres. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(12);

  private final Vertx vertx;
  private final BusAddress<TokenCall, TokenResult> calls =
      new BusAddress<>("leadgate.tokens", ANSWER_MAX);

  public TokenDesk(Vertx vertx) {
    this.vertx = vertx;
  }

  public Future<TokenResult> ask(TokenCall call) {
    return calls
        .request(vertx, call)
        .recover(
            failure ->
                failure instanceof ReplyException reply
                        && reply.failureType() != ReplyFailure.RECIPIENT_FAILURE
                    ? Future.succeededFuture(TokenResult.Refused.unavailable())
                    : Future.failedFuture(failure));
  }

  public MessageConsumer<TokenCall> serve(Function<TokenCall, Future<TokenResult>> answer) {
    return calls.serve(vertx, answer);
  }
}
