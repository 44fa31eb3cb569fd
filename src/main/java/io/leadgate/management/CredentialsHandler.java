package io.leadgate.management;

import io.leadgate.catalog.Catalog;
import io.leadgate.catalog.ChangeResult;
import io.leadgate.catalog.CredentialStore;
import io.leadgate.domain.Actor;
import io.leadgate.domain.Credential;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Slice;
import io.leadgate.domain.Uuids;
import io.leadgate.http.Json;
import io.leadgate.http.JsonBody;
import io.leadgate.http.Page;
import io.leadgate.http.Problem;
import io.leadgate.http.Query;
import io.leadgate.http.RequestActor;
import io.leadgate.http.Respond;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code /admin/credentials}: create, list, look at, enable and disable. The secret is in the
 * answer to its creation, and never again.
 */
final class CredentialsHandler {

  private static final Comparator<Credential> ORDER =
      Comparator.comparing(Credential::createdAt).thenComparing(Credential::clientId);

  private final JsonBody bodies;
  private final Supplier<Catalog> catalog;
  private final CredentialStore store;

  CredentialsHandler(JsonBody bodies, Supplier<Catalog> catalog, CredentialStore store) {
    this.bodies = bodies;
    this.catalog = catalog;
    this.store = store;
  }

  void list(RoutingContext context) {
    Query query = Query.ofList(context.request());
    int limit = query.limit();
    Optional<Credential> last = query.cursor(Uuids::parse).flatMap(catalog.get()::credential);
    List<Credential> found =
        catalog.get().credentials().values().stream()
            .sorted(ORDER)
            .filter(one -> last.isEmpty() || ORDER.compare(one, last.get()) > 0)
            .limit(limit + 1L)
            .toList();
    Slice<Credential> slice =
        new Slice<>(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
    Json.send(
        context.response(),
        200,
        Page.of(slice, CredentialJson::of, one -> one.clientId().toString()));
  }

  void get(RoutingContext context) {
    Uuids.parse(context.pathParam("clientId"))
        .flatMap(catalog.get()::credential)
        .ifPresentOrElse(
            found -> Json.send(context.response(), 200, CredentialJson.of(found)),
            () -> notFound(context));
  }

  void create(RoutingContext context) {
    bodies.read(
        context,
        object -> {
          CredentialBody body = new CredentialBody(object);
          CredentialBody.Create wanted = body.create();
          if (refused(context, body.errors())) {
            return;
          }
          answer(
              context,
              store.create(
                  wanted.description(), wanted.scopes(), wanted.leadSourceId(), actor(context)),
              created -> show(context, created));
        });
  }

  private static void show(RoutingContext context, CredentialStore.Created created) {
    String clientId = created.credential().clientId().toString();
    context
        .response()
        .putHeader("Location", "/admin/credentials/" + clientId)
        .putHeader("Cache-Control", "no-store");
    Json.send(
        context.response(),
        201,
        CredentialJson.of(created.credential()).put("client_secret", created.secret().value()));
  }

  void change(RoutingContext context) {
    Optional<UUID> clientId = Uuids.parse(context.pathParam("clientId"));
    if (clientId.flatMap(catalog.get()::credential).isEmpty()) {
      notFound(context);
      return;
    }
    bodies.read(
        context,
        object -> {
          CredentialBody body = new CredentialBody(object);
          if (body.namesScopes()) {
            Problem.of(
                    Refusal.SCOPES_IMMUTABLE,
                    "Scopes are chosen at creation; create another credential instead.")
                .send(context.response());
            return;
          }
          CredentialStore.Change wanted = body.change();
          if (refused(context, body.errors())) {
            return;
          }
          answer(
              context,
              store.update(clientId.get(), wanted, actor(context)),
              changed -> Json.send(context.response(), 200, CredentialJson.of(changed)));
        });
  }

  private static <T> void answer(
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

  private static boolean refused(RoutingContext context, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      Problem.of(Refusal.INVALID_CREDENTIAL).with(errors).send(context.response());
    }
    return !errors.isEmpty();
  }

  private static Actor actor(RoutingContext context) {
    return RequestActor.of(context, Actor.Type.ADMIN, AdminLogin.username(context));
  }

  private static void notFound(RoutingContext context) {
    Problem.of(Refusal.NOT_FOUND, "There is no such credential.").send(context.response());
  }
}
