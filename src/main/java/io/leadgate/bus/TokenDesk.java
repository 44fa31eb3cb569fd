package io.leadgate.bus;

import io.leadgate.domain.OAuthError;
import io.leadgate.domain.TokenRequest;
import io.leadgate.domain.TokenResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.function.Function;

/** Where tokens are asked for. That nobody answers is an outcome and no failure. */
public final class TokenDesk {

  private final Vertx vertx;
  private final Address<TokenRequest, TokenResult> issue =
      new Address<>("leadgate.tokens", Duration.ofSeconds(5));

  public TokenDesk(Vertx vertx) {
    this.vertx = vertx;
  }

  public Future<TokenResult> issue(TokenRequest request) {
    return issue
        .request(vertx, request)
        .recover(
            unanswered ->
                Future.succeededFuture(
                    new TokenResult.Refused(
                        OAuthError.TEMPORARILY_UNAVAILABLE, "Try again in a moment.")));
  }

  public MessageConsumer<TokenRequest> serve(Function<TokenRequest, Future<TokenResult>> answer) {
    return issue.serve(vertx, answer);
  }
}
