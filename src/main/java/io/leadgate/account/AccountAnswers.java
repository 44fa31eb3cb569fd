package io.leadgate.account;

import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.store.Change;
import io.leadgate.store.HashKinds;
import io.leadgate.web.answer.EntityTag;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.Respond;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Consumer;

/** Answers the calls of the Account API about one kind. */
record AccountAnswers<T>(AccountResource<T> resource) {

  void answer(RoutingContext context, Future<Change<T>> change, Consumer<T> whenInForce) {
    Respond.when(
        change,
        context,
        result -> {
          switch (result) {
            case Change.InForce<T> done -> whenInForce.accept(done.value());
            case Change.NotThere<T> not ->
                Problem.of(
                        Refusal.NOT_FOUND,
                        "There is no such %s, or an object that it refers to does not exist."
                            .formatted(resource.noun()))
                    .send(context.response());
            case Change.CatalogFull<T> full ->
                Problem.of(
                        Refusal.LIMIT_REACHED,
                        ("With this %s, all lead sources, lead types and campaigns would take more"
                                + " memory than limits.catalog_bytes allows; shorten or delete objects"
                                + " that are not used any more.")
                            .formatted(resource.noun()))
                    .send(context.response());
            case Change.TooManyHashes<T> many ->
                Problem.of(
                        Refusal.LIMIT_REACHED,
                        ("With these duplicate_rules, more than %d different sets of fields would"
                                + " concern the leads of a campaign. The sets of all campaigns within"
                                + " the same scope count, and so do the sets of a rule that is still"
                                + " being replaced.")
                            .formatted(HashKinds.PER_CAMPAIGN_MAX))
                    .send(context.response());
            case Change.Refused<T> refused -> refuse(context, refused.refusal(), refused.errors());
          }
        });
  }

  void send(RoutingContext context, int status, T value) {
    context.response().putHeader(HttpHeaders.ETAG, EntityTag.of(resource.json(value)));
    Json.send(context.response(), status, resource.answer(value));
  }

  void refuse(RoutingContext context, Refusal refusal, List<FieldError> errors) {
    Problem problem =
        switch (refusal) {
          case IN_USE -> Problem.of(refusal, resource.insteadOfDeleting());
          case PRECONDITION_FAILED ->
              Problem.of(refusal, "The object has changed meanwhile; get it again and look.");
          case LIMIT_REACHED ->
              Problem.of(
                  refusal,
                  "There are as many %ss as the settings allow; reuse an object that is not used any more."
                      .formatted(resource.noun()));
          case INVALID_TOKEN ->
              Problem.of(refusal, "The credential was disabled, or is another lead source's now.");
          default -> Problem.of(refusal);
        };
    if (refusal == Refusal.INVALID_TOKEN) {
      problem.sendWithChallenge(context.response(), Scope.ACCOUNT_API, "");
    } else {
      problem.with(errors).send(context.response());
    }
  }

  void refuseBound(RoutingContext context) {
    Problem.of(
            Refusal.CREDENTIAL_BOUND,
            "This credential is bound to one lead source and may write only its campaigns.")
        .send(context.response());
  }

  void notFound(RoutingContext context) {
    Problem.of(Refusal.NOT_FOUND, "There is no such %s.".formatted(resource.noun()))
        .send(context.response());
  }
}
