package io.leadgate.management;

import io.leadgate.catalog.Catalog;
import io.leadgate.catalog.CredentialStore;
import io.leadgate.domain.Credential;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.http.Body;
import io.leadgate.http.BodyReader;
import io.leadgate.http.Json;
import io.leadgate.http.MediaType;
import io.leadgate.http.Problem;
import io.leadgate.http.RemoteAddress;
import io.leadgate.http.RequestTrace;
import io.leadgate.http.Respond;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.PgException;
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

  private static final int BODY_BYTES_MAX = 65_536;
  private static final String FOREIGN_KEY_VIOLATION = "23503";
  private static final Comparator<Credential> ORDER =
      Comparator.comparing(Credential::createdAt).thenComparing(Credential::clientId);

  private final BodyReader bodies;
  private final Supplier<Catalog> catalog;
  private final CredentialStore store;
  private final Telemetry telemetry;

  CredentialsHandler(
      BodyReader bodies, Supplier<Catalog> catalog, CredentialStore store, Telemetry telemetry) {
    this.bodies = bodies;
    this.catalog = catalog;
    this.store = store;
    this.telemetry = telemetry;
  }

  void list(RoutingContext context) {
    HttpServerRequest request = context.request();
    int limit = Page.limit(request);
    Optional<Credential> last = Page.cursor(request).flatMap(catalog.get()::credential);
    List<Credential> rest =
        catalog.get().credentials().values().stream()
            .sorted(ORDER)
            .filter(one -> last.isEmpty() || ORDER.compare(one, last.get()) > 0)
            .limit(limit + 1L)
            .toList();
    List<Credential> page = rest.subList(0, Math.min(limit, rest.size()));
    Json.send(
        context.response(),
        200,
        Page.of(
            page.stream().map(CredentialJson::of).toList(),
            rest.size() > limit
                ? Optional.of(page.getLast().clientId().toString())
                : Optional.empty()));
  }

  void get(RoutingContext context) {
    clientId(context)
        .flatMap(catalog.get()::credential)
        .ifPresentOrElse(
            found -> Json.send(context.response(), 200, CredentialJson.of(found)),
            () -> notFound(context));
  }

  void create(RoutingContext context) {
    withBody(
        context,
        body -> {
          CredentialBody.Create wanted = body.create();
          if (refused(context, body.errors())) {
            return;
          }
          store
              .create(wanted.description(), wanted.scopes(), wanted.leadSourceId(), actor(context))
              .onSuccess(created -> answer(context, created))
              .onFailure(failure -> failed(context, failure));
        });
  }

  private static void answer(RoutingContext context, CredentialStore.Created created) {
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
    Optional<UUID> clientId = clientId(context);
    if (clientId.flatMap(catalog.get()::credential).isEmpty()) {
      notFound(context);
      return;
    }
    withBody(
        context,
        body -> {
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
          store
              .update(clientId.get(), wanted, actor(context))
              .onSuccess(found -> get(context))
              .onFailure(failure -> failed(context, failure));
        });
  }

  private void withBody(RoutingContext context, Consumer<CredentialBody> use) {
    HttpServerRequest request = context.request();
    if (!MediaType.isJson(request)) {
      MediaType.refuse(context.response(), "The body is taken as application/json.");
      return;
    }
    Respond.when(
        bodies.read(request, BODY_BYTES_MAX),
        context,
        read -> {
          switch (read) {
            case Body.Unread not ->
                Problem.of(not.refusal(), not.detail()).send(context.response());
            case Body.Whole whole ->
                Json.readObject(whole.bytes().getBytes())
                    .map(CredentialBody::new)
                    .ifPresentOrElse(
                        use,
                        () ->
                            Problem.of(Refusal.MALFORMED_BODY, "The body is not a JSON object.")
                                .send(context.response()));
          }
        });
  }

  private static boolean refused(RoutingContext context, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      Problem.of(Refusal.INVALID_CREDENTIAL).with(errors).send(context.response());
    }
    return !errors.isEmpty();
  }

  private void failed(RoutingContext context, Throwable failure) {
    if (failure instanceof PgException refused
        && refused.getSqlState().equals(FOREIGN_KEY_VIOLATION)) {
      refused(
          context,
          List.of(
              new FieldError(
                  "lead_source_id", "unknown_lead_source", "there is no such lead source")));
      return;
    }
    telemetry.emit(
        new Event.UnexpectedFailure(
            "a change of a credential", RequestTrace.of(context.request()), failure));
    Problem.of(Refusal.STORAGE_UNAVAILABLE, "The storage is away; look before you try again.")
        .send(context.response());
  }

  private static CredentialStore.Actor actor(RoutingContext context) {
    return new CredentialStore.Actor(
        AdminLogin.username(context), RemoteAddress.of(context.request()));
  }

  private static Optional<UUID> clientId(RoutingContext context) {
    try {
      return Optional.of(UUID.fromString(context.pathParam("clientId")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void notFound(RoutingContext context) {
    Problem.of(Refusal.NOT_FOUND, "There is no such credential.").send(context.response());
  }
}
