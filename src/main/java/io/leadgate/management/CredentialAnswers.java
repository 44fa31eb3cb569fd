package io.leadgate.management;

import io.leadgate.domain.Refusal;
import io.leadgate.store.Change;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.Respond;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** Answers an admin's calls about credentials. */
final class CredentialAnswers {

  private CredentialAnswers() {}

  static <T> void answer(
      RoutingContext context, Future<Change<T>> change, Consumer<T> whenInForce) {
    Respond.when(
        change,
        context,
        result -> {
          switch (result) {
            case Change.InForce<T> done -> whenInForce.accept(done.value());
            case Change.NotThere<T> not -> notFound(context);
            case Change.CatalogFull<T> full ->
                Problem.of(Refusal.LIMIT_REACHED).send(context.response());
            case Change.TooManyHashes<T> many ->
                Problem.of(Refusal.LIMIT_REACHED).send(context.response());
            case Change.Refused<T> refused ->
                problem(refused.refusal()).with(refused.errors()).send(context.response());
          }
        });
  }

  private static Problem problem(Refusal refusal) {
    return switch (refusal) {
      case LIMIT_REACHED ->
          Problem.of(refusal, "A credential has two secrets at most; delete the older one first.");
      case LAST_SECRET ->
          Problem.of(refusal, "Add another secret first, or disable the credential.");
      default -> Problem.of(refusal);
    };
  }

  static void notFound(RoutingContext context) {
    Problem.of(
            Refusal.NOT_FOUND,
            context.pathParams().containsKey("secretId")
                ? "There is no such credential, or it has no such secret."
                : "There is no such credential.")
        .send(context.response());
  }
}
