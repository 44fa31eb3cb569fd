package io.leadgate.token.check;

import io.leadgate.budget.Share;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.Accepts;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Lets a request pass to its handler only with a token that has a scope. The body is not read
 * before. One a verticle.
 */
public final class ScopeGuard {

  private final Authenticate authenticate;

  public ScopeGuard(Authenticate authenticate) {
    this.authenticate = authenticate;
  }

  /**
   * @param handler is told whose token it was
   */
  public Handler<RoutingContext> with(Scope scope, BiConsumer<RoutingContext, Credential> handler) {
    return context -> {
      if (!Accepts.json(context)) {
        Problem.of(Refusal.NOT_ACCEPTABLE, "What is here is application/json.")
            .send(context.response());
        return;
      }
      context.request().pause();
      // Whoever reads the body resumes; one that stayed unread would block its connection.
      context.addEndHandler(ended -> context.request().resume());
      Respond.when(
          authenticate.check(context.request().headers(), scope),
          context,
          result -> pass(context, scope, handler, result));
    };
  }

  /** Another check: what was good when a request began may not be when its body has come. */
  public void again(RoutingContext context, Scope scope, Consumer<Credential> use) {
    Respond.when(
        authenticate.check(context.request().headers(), scope),
        context,
        result -> pass(context, scope, (same, credential) -> use.accept(credential), result));
  }

  private static void pass(
      RoutingContext context,
      Scope scope,
      BiConsumer<RoutingContext, Credential> handler,
      AuthResult result) {
    switch (result) {
      case AuthResult.Authenticated known -> {
        Edge.carriedGoodToken(context.request().connection(), Share.READERS);
        handler.accept(context, known.credential());
      }
      case AuthResult.Ambiguous two ->
          Problem.of(
                  Refusal.AMBIGUOUS_TOKEN, "Send one token, in Authorization or in access_token.")
              .send(context.response());
      case AuthResult.Rejected rejected -> {
        Refusal refusal = rejected.reason().refusal();
        Problem.of(
                refusal,
                refusal == Refusal.INSUFFICIENT_SCOPE
                    ? "The token lacks the scope %s.".formatted(scope.code())
                    : "Get a token at /v1/authorization/token and send it as Authorization: Bearer.")
            .sendWithChallenge(context.response(), scope);
      }
    }
  }
}
