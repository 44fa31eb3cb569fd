package io.leadgate.management;

import static io.leadgate.management.CredentialAnswers.answer;
import static io.leadgate.signin.AdminGuard.actor;

import io.leadgate.domain.Uuids;
import io.leadgate.store.SecretStore;
import io.leadgate.web.answer.Json;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Serves {@code /admin/credentials/{clientId}/secrets} and {@code …/tokens}: adds a second secret,
 * ends a secret, ends all tokens. A body is not read. A secret is in the answer to its creation,
 * and never again.
 */
public final class SecretsHandler {

  private final SecretStore store;

  public SecretsHandler(SecretStore store) {
    this.store = store;
  }

  void add(RoutingContext context) {
    withId(
        context,
        "clientId",
        clientId ->
            answer(
                context,
                store.add(clientId, actor(context)),
                added -> show(context, clientId, added)));
  }

  private static void show(RoutingContext context, UUID clientId, SecretStore.Added added) {
    context
        .response()
        .putHeader(
            "Location", "/admin/credentials/%s/secrets/%s".formatted(clientId, added.kept().id()));
    Json.send(
        context.response(),
        201,
        CredentialJson.of(added.kept()).put("client_secret", added.secret().value()));
  }

  void retire(RoutingContext context) {
    withId(
        context,
        "clientId",
        clientId ->
            withId(
                context,
                "secretId",
                secretId ->
                    answer(
                        context,
                        store.retire(clientId, secretId, actor(context)),
                        gone -> Json.sendNothing(context.response()))));
  }

  void endTokens(RoutingContext context) {
    withId(
        context,
        "clientId",
        clientId ->
            answer(
                context,
                store.endTokens(clientId, actor(context)),
                ended -> Json.sendNothing(context.response())));
  }

  private static void withId(RoutingContext context, String parameter, Consumer<UUID> use) {
    Optional<UUID> id = Uuids.parse(context.pathParam(parameter));
    id.ifPresentOrElse(use, () -> CredentialAnswers.notFound(context));
  }
}
