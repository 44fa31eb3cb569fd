package io.leadgate.management;

import static io.leadgate.management.CredentialAnswers.answer;
import static io.leadgate.signin.AdminGuard.actor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Credential;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Slice;
import io.leadgate.domain.Uuids;
import io.leadgate.signin.AdminGuard;
import io.leadgate.store.CredentialStore;
import io.leadgate.web.answer.AnswerSize;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Page;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.body.JsonBody;
import io.leadgate.web.request.Query;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Serves {@code /admin/credentials}: creates, lists, shows and changes credentials. A secret is in
 * the answer to its creation, and never again.
 */
public final class CredentialsHandler {

  private final JsonBody bodies;
  private final AnswerSize answers;
  private final CredentialStore store;

  public CredentialsHandler(JsonBody bodies, AnswerSize answers, CredentialStore store) {
    this.bodies = bodies;
    this.answers = answers;
    this.store = store;
  }

  void list(RoutingContext context) {
    Query query = Query.ofList(context.request());
    Optional<UUID> after = query.cursor(Uuids::parse);
    int limit = query.limit();
    answers.answer(
        context,
        AdminGuard.signedIn(context).name(),
        () -> store.list(after, limit),
        found -> Optional.of(page(query, found)));
  }

  private static Page page(Query query, Optional<Slice<Credential>> found) {
    return Page.of(
        found.orElseThrow(query::badCursor),
        CredentialJson::of,
        credential -> credential.clientId().toString());
  }

  void get(RoutingContext context) {
    ifThere(context, found -> Json.send(context.response(), 200, CredentialJson.of(found)));
  }

  private void ifThere(RoutingContext context, Consumer<Credential> use) {
    Optional<UUID> clientId = Uuids.parse(context.pathParam("clientId"));
    Future<Optional<Credential>> found =
        clientId.isEmpty() ? Future.succeededFuture(Optional.empty()) : store.find(clientId.get());
    Respond.when(
        found, context, one -> one.ifPresentOrElse(use, () -> CredentialAnswers.notFound(context)));
  }

  /** Reads the body, and looks at the admin again then. */
  private void read(RoutingContext context, Consumer<ObjectNode> use) {
    bodies.read(context, object -> AdminGuard.ifStill(context, () -> use.accept(object)));
  }

  void create(RoutingContext context) {
    read(
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
                  wanted.description(),
                  wanted.scopes(),
                  wanted.leadSourceId(),
                  wanted.staticKey(),
                  actor(context)),
              created -> show(context, created));
        });
  }

  private static void show(RoutingContext context, CredentialStore.Created created) {
    String clientId = created.credential().clientId().toString();
    context.response().putHeader("Location", "/admin/credentials/" + clientId);
    Json.send(
        context.response(),
        201,
        CredentialJson.of(created.credential()).put("client_secret", created.secret().value()));
  }

  /**
   * Changes a credential. Looks for the credential before the body is read, because 404 comes
   * before 400, 413 and 422.
   */
  void change(RoutingContext context) {
    ifThere(context, found -> change(context, found.clientId()));
  }

  private void change(RoutingContext context, UUID clientId) {
    read(
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
          CredentialStore.Update wanted = body.change();
          if (refused(context, body.errors())) {
            return;
          }
          answer(
              context,
              store.update(clientId, wanted, actor(context)),
              changed -> Json.send(context.response(), 200, CredentialJson.of(changed)));
        });
  }

  private static boolean refused(RoutingContext context, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      Problem.of(Refusal.INVALID_CREDENTIAL).with(errors).send(context.response());
    }
    return !errors.isEmpty();
  }
}
