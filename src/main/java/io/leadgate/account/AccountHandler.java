package io.leadgate.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Actor;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Scope;
import io.leadgate.store.AccountStore;
import io.leadgate.store.Writer;
import io.leadgate.token.check.ScopeGuard;
import io.leadgate.web.answer.AnswerSize;
import io.leadgate.web.answer.EntityTag;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Page;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.body.JsonBody;
import io.leadgate.web.request.PathId;
import io.leadgate.web.request.Query;
import io.leadgate.web.request.RequestActor;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

/**
 * Serves the calls of the Account API about one kind: list, create, get, change and delete. A
 * credential that is bound to a lead source sees no objects of other lead sources.
 */
public final class AccountHandler<T> {

  private final AccountResource<T> resource;
  private final AccountStore<T> store;
  private final AccountAnswers<T> answers;
  private final ScopeGuard guard;
  private final JsonBody bodies;
  private final AnswerSize lists;

  public AccountHandler(
      AccountResource<T> resource,
      AccountStore<T> store,
      ScopeGuard guard,
      JsonBody bodies,
      AnswerSize lists) {
    this.resource = resource;
    this.store = store;
    this.answers = new AccountAnswers<>(resource);
    this.guard = guard;
    this.bodies = bodies;
    this.lists = lists;
  }

  /** The path of the list. */
  public String path() {
    return resource.path();
  }

  /** The name of the id in the path of a single object. */
  public String idParameter() {
    return resource.idParameter();
  }

  public Handler<RoutingContext> list() {
    return guard.with(
        Scope.ACCOUNT_API,
        (context, first) ->
            lists.inTurn(
                context,
                first.credential().clientId().toString(),
                turn ->
                    guard.passAgain(
                        context, Scope.ACCOUNT_API, now -> list(context, turn, now.credential()))));
  }

  private void list(RoutingContext context, AnswerSize.Turn turn, Credential reader) {
    Query query = Query.ofList(context.request());
    int limit = query.limit();
    lists.answer(
        context,
        turn,
        () -> store.list(reader.leadSourceId(), query.cursor(PathId::parse).orElse(0), limit),
        found ->
            Optional.of(
                Page.of(found, resource::answer, one -> Integer.toString(resource.id(one)))));
  }

  public Handler<RoutingContext> get() {
    return guard.with(
        Scope.ACCOUNT_API,
        (context, reader) ->
            whenId(
                context,
                id ->
                    Respond.when(
                        store.find(reader.credential().leadSourceId(), id),
                        context,
                        found ->
                            found.ifPresentOrElse(
                                one -> answers.send(context, 200, one),
                                () -> answers.notFound(context)))));
  }

  public Handler<RoutingContext> create() {
    return JsonBody.json(
        guard.with(
            Scope.ACCOUNT_API,
            (context, client) -> {
              if (mayWrite(context, client)) {
                readBody(context, (now, body) -> create(context, now, body));
              }
            }));
  }

  private boolean mayWrite(RoutingContext context, AuthResult.Authenticated client) {
    boolean may = client.credential().leadSourceId().isEmpty() || resource.isOfLeadSource();
    if (!may) {
      answers.refuseBound(context);
    }
    return may;
  }

  /** Reads the body, and then judges the credential again, because the body may have taken long. */
  private void readBody(
      RoutingContext context, BiConsumer<AuthResult.Authenticated, ObjectNode> use) {
    bodies.read(
        context,
        body ->
            guard.passAgain(
                context,
                Scope.ACCOUNT_API,
                now -> {
                  if (mayWrite(context, now)) {
                    use.accept(now, body);
                  }
                }));
  }

  private void create(RoutingContext context, AuthResult.Authenticated client, ObjectNode body) {
    RequestedChange<T> changes = requested(context);
    T value = changes.create(body);
    if (!changes.errors().isEmpty()) {
      answers.refuse(context, resource.invalid(), changes.errors());
    } else {
      answers.answer(
          context,
          store.create(writer(context, client), value, resource::json),
          made -> {
            context
                .response()
                .putHeader(HttpHeaders.LOCATION, resource.path() + "/" + resource.id(made));
            answers.send(context, 201, made);
          });
    }
  }

  public Handler<RoutingContext> change() {
    return JsonBody.mergePatch(
        writing(
            (context, before, id) ->
                readBody(
                    context,
                    (client, patch) ->
                        answers.answer(
                            context,
                            store.update(
                                writer(context, client), id, requested(context).merge(patch)),
                            made -> answers.send(context, 200, made)))));
  }

  public Handler<RoutingContext> delete() {
    return writing(
        (context, client, id) ->
            answers.answer(
                context,
                store.delete(writer(context, client), id, requested(context).delete()),
                gone -> Json.sendNothing(context.response())));
  }

  private interface Write {
    void run(RoutingContext context, AuthResult.Authenticated client, int id);
  }

  /**
   * Makes the handler of a write. The handler looks for the row first, and only then checks the
   * right to write the row and reads the body.
   */
  private Handler<RoutingContext> writing(Write write) {
    return guard.with(
        Scope.ACCOUNT_API,
        (context, client) ->
            whenId(
                context,
                id ->
                    Respond.when(
                        store.isThere(client.credential().leadSourceId(), id),
                        context,
                        isThere -> {
                          if (!isThere) {
                            answers.notFound(context);
                          } else if (mayWrite(context, client)) {
                            write.run(context, client, id);
                          }
                        })));
  }

  private void whenId(RoutingContext context, IntConsumer use) {
    PathId.parse(context.pathParam(resource.idParameter()))
        .ifPresentOrElse(use::accept, () -> answers.notFound(context));
  }

  private RequestedChange<T> requested(RoutingContext context) {
    return new RequestedChange<>(
        resource, current -> EntityTag.ifMatch(context.request(), current));
  }

  private static Writer writer(RoutingContext context, AuthResult.Authenticated client) {
    return Writer.client(
        RequestActor.of(context, Actor.Type.CREDENTIAL, client.token().clientId().toString()),
        client.token(),
        client.credential().leadSourceId());
  }
}
