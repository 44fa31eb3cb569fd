package io.leadgate.token.check;

import io.leadgate.budget.Share;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.Accepts;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Passes a request to its handler only with a token that grants a scope. Reads nothing of the body
 * before the token is checked. Confined to one event loop.
 */
public final class ScopeGuard {

  private final Authenticate authenticate;
  private final Supplier<Future<Void>> catchUp;

  /**
   * @param catchUp makes the catalogue fresh enough to judge by; fails with {@link
   *     io.leadgate.domain.StorageAway}
   */
  public ScopeGuard(Authenticate authenticate, Supplier<Future<Void>> catchUp) {
    this.authenticate = authenticate;
    this.catchUp = catchUp;
  }

  /**
   * Makes a handler that passes requests with the scope on, and answers all other requests itself.
   *
   * @param handler receives the token and its credential
   */
  public Handler<RoutingContext> with(
      Scope scope, BiConsumer<RoutingContext, AuthResult.Authenticated> handler) {
    return context -> {
      if (!Accepts.json(context)) {
        Problem.of(Refusal.NOT_ACCEPTABLE, "The answer is available only as application/json.")
            .send(context.response());
        return;
      }
      context.request().pause();
      // The reader of the body resumes the request. An unread body would block its connection.
      context.addEndHandler(ended -> context.request().resume());
      Respond.when(
          authenticate(context, scope), context, result -> pass(context, scope, handler, result));
    };
  }

  /**
   * Checks the token once more before a change, because the credential may have changed while the
   * request's body arrived.
   */
  public void passAgain(
      RoutingContext context, Scope scope, Consumer<AuthResult.Authenticated> use) {
    Respond.when(
        authenticate(context, scope),
        context,
        result -> pass(context, scope, (same, known) -> use.accept(known), result));
  }

  private Future<AuthResult.OfToken> authenticate(RoutingContext context, Scope scope) {
    return catchUp
        .get()
        .compose(fresh -> authenticate.authenticate(context.request().headers(), scope))
        .compose(result -> judgeLast(result, scope));
  }

  /** Judges a good token by fresh knowledge, because Redis may have taken long to answer. */
  private Future<AuthResult.OfToken> judgeLast(AuthResult.OfToken result, Scope scope) {
    return result instanceof AuthResult.Authenticated known
        ? catchUp.get().map(fresh -> authenticate.judgeAgain(known, scope))
        : Future.succeededFuture(result);
  }

  private static void pass(
      RoutingContext context,
      Scope scope,
      BiConsumer<RoutingContext, AuthResult.Authenticated> handler,
      AuthResult.OfToken result) {
    Edge.callerIs(context.request().connection(), result.provenClientId());
    switch (result) {
      case AuthResult.Authenticated known -> {
        Edge.carriedGoodToken(context.request().connection(), Share.READERS);
        handler.accept(context, known);
      }
      case AuthResult.Ambiguous ambiguous ->
          Problem.of(
                  Refusal.AMBIGUOUS_TOKEN, "Send one token, in Authorization or in access_token.")
              .send(context.response());
      case AuthResult.Rejected rejected ->
          Problem.of(rejected.reason().refusal(), TokenAdvice.of(rejected, scope))
              .sendWithChallenge(context.response(), scope, rejected.fault());
    }
  }
}
