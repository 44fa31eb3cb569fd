package io.leadgate.management;

import io.leadgate.catalog.ChangeResult;
import io.leadgate.domain.Actor;
import io.leadgate.domain.Refusal;
import io.leadgate.http.Problem;
import io.leadgate.http.RequestActor;
import io.leadgate.http.Respond;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** What an admin is answered about credentials. */
final class CredentialAnswers {

  private CredentialAnswers() {}

  static <T> void answer(
      RoutingContext context, Future<ChangeResult<T>> change, Consumer<T> whenDone) {
    Respond.when(
        change,
        context,
        result -> {
          switch (result) {
            case ChangeResult.Done<T> done -> whenDone.accept(done.value());
            case ChangeResult.NotThere<T> not -> notFound(context);
            case ChangeResult.Refused<T> refused ->
                Problem.of(refused.refusal()).with(refused.errors()).send(context.response());
          }
        });
  }

  static void notFound(RoutingContext context) {
    Problem.of(Refusal.NOT_FOUND, "There is no such credential.").send(context.response());
  }

  static Actor actor(RoutingContext context) {
    return RequestActor.of(context, Actor.Type.ADMIN, AdminLogin.username(context));
  }
}
