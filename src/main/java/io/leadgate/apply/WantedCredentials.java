package io.leadgate.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.apply.Applied.Outcome;
import io.leadgate.domain.Credential;
import io.leadgate.management.CredentialBody;
import io.leadgate.store.Change;
import io.leadgate.store.CredentialStore;
import io.leadgate.store.ManyChanges;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes and changes credentials as a file wants them. */
record WantedCredentials(CredentialStore store) {

  private static final String ENABLED = "enabled";

  Future<List<Credential>> all(ManyChanges.Open open) {
    return store.all(open);
  }

  /** Whether a credential is as wanted; the outcome of any other is not looked at. */
  Outcome look(Optional<Credential> existing, ObjectNode members) {
    if (existing.isEmpty()) {
      return new Outcome.Made(Optional.empty());
    }
    CredentialBody body = new CredentialBody(members);
    CredentialStore.Update wanted = body.changeOf(existing.get());
    if (!body.errors().isEmpty()) {
      return Outcomes.refused(body.errors());
    }
    return wanted.changes(existing.get()) ? new Outcome.Changed(members) : new Outcome.Same();
  }

  /**
   * Brings a credential to what is wanted.
   *
   * @param created takes a credential that was made, with its secret
   */
  Future<Outcome> apply(
      ManyChanges.Open open,
      Optional<Credential> existing,
      ObjectNode members,
      Consumer<CredentialStore.Created> created) {
    return existing.isPresent()
        ? change(open, existing.get(), members)
        : create(open, members, created);
  }

  /** Makes a credential, which is disabled behind its making if that is wanted. */
  private Future<Outcome> create(
      ManyChanges.Open open, ObjectNode members, Consumer<CredentialStore.Created> created) {
    boolean isDisabled = false;
    if (members.hasNonNull(ENABLED) && !members.path(ENABLED).isBoolean()) {
      return Future.succeededFuture(Outcomes.refused("enabled must be true or false"));
    }
    if (members.path(ENABLED).isBoolean()) {
      isDisabled = !members.remove(ENABLED).asBoolean();
    }
    CredentialBody body = new CredentialBody(members);
    CredentialBody.Create wanted = body.create();
    if (!body.errors().isEmpty()) {
      return Future.succeededFuture(Outcomes.refused(body.errors()));
    }
    Future<Change<CredentialStore.Created>> made =
        store.create(
            open, wanted.description(), wanted.scopes(), wanted.leadSourceId(), wanted.staticKey());
    return (isDisabled ? made.compose(change -> disabled(open, change)) : made)
        .onSuccess(
            change -> {
              if (change instanceof Change.InForce<CredentialStore.Created> good) {
                created.accept(good.value());
              }
            })
        .map(change -> Outcomes.ofCreation(change, with -> with.credential().clientId()));
  }

  private Future<Change<CredentialStore.Created>> disabled(
      ManyChanges.Open open, Change<CredentialStore.Created> change) {
    return change instanceof Change.InForce<CredentialStore.Created> made
        ? store
            .update(open, made.value().credential().clientId(), CredentialStore.Update.DISABLE)
            .map(change)
        : Future.succeededFuture(change);
  }

  private Future<Outcome> change(ManyChanges.Open open, Credential existing, ObjectNode members) {
    CredentialBody body = new CredentialBody(members);
    CredentialStore.Update wanted = body.changeOf(existing);
    return body.errors().isEmpty()
        ? store.update(open, existing.clientId(), wanted).map(Outcomes::ofChange)
        : Future.succeededFuture(Outcomes.refused(body.errors()));
  }
}
