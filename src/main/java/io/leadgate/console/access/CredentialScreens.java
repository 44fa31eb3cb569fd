package io.leadgate.console.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Form;
import io.leadgate.console.frame.Notice;
import io.leadgate.console.frame.Refusals;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Slice;
import io.leadgate.domain.Uuids;
import io.leadgate.management.CredentialBody;
import io.leadgate.store.Change;
import io.leadgate.store.CredentialStore;
import io.leadgate.store.Names;
import io.leadgate.store.SecretStore;
import io.leadgate.web.answer.Json;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The list of credentials, the popup that makes a credential, and the page of a single one. */
public final class CredentialScreens {

  private static final String LIST = "/console/credentials";
  private static final int ROWS = 100;

  private final CredentialStore credentials;
  private final SecretStore secrets;
  private final Names sources;
  private final InstantSource clock;

  public CredentialScreens(
      CredentialStore credentials, SecretStore secrets, Names sources, InstantSource clock) {
    this.credentials = credentials;
    this.secrets = secrets;
    this.sources = sources;
    this.clock = clock;
  }

  public void list(Visit visit) {
    CredentialFilterForm filter = CredentialFilterForm.of(visit);
    Optional<UUID> after = visit.parameter("after").flatMap(Uuids::parse);
    visit.whenFound(
        credentials.list(filter.filter(), after, ROWS),
        found ->
            visit.when(
                SourceNames.read(sources, boundTo(found.items())),
                names ->
                    visit.show(
                        new CredentialsPage(
                            filter,
                            found.items(),
                            names,
                            next(visit, found),
                            CredentialForm.empty(filter.source(), names),
                            visit.opensForm()))));
  }

  private static Set<Integer> boundTo(List<Credential> shown) {
    return shown.stream()
        .flatMap(credential -> credential.leadSourceId().stream())
        .collect(Collectors.toSet());
  }

  private static Optional<String> next(Visit visit, Slice<Credential> slice) {
    return slice.more()
        ? Optional.of(visit.pathWith("after", slice.items().getLast().clientId().toString()))
        : Optional.empty();
  }

  public void create(Visit visit) {
    visit.form(
        form -> {
          CredentialBody body = new CredentialBody(CredentialForm.json(form));
          CredentialBody.Create wanted = body.create();
          if (!body.errors().isEmpty()) {
            showForm(visit, form, Faults.of(body.errors()));
            return;
          }
          visit.when(
              credentials.create(
                  wanted.description(),
                  wanted.scopes(),
                  wanted.leadSourceId(),
                  wanted.staticKey(),
                  visit.actor()),
              result -> {
                if (result instanceof Change.InForce<CredentialStore.Created> made) {
                  visit.show(
                      new SecretPage(
                          made.value().credential().clientId().toString(),
                          made.value().secret().value(),
                          made.value().credential().staticKey(),
                          visit.isOfScript()));
                } else {
                  showForm(visit, form, Refusals.of(result));
                }
              });
        });
  }

  private void showForm(Visit visit, Form form, Faults faults) {
    visit.when(
        SourceNames.read(sources, Set.of()),
        names -> visit.show(422, CredentialForm.of(form, names, faults, visit.isOfScript())));
  }

  public void get(Visit visit) {
    visit.withUuid("clientId", id -> show(visit, id, 200, Faults.NONE));
  }

  private void show(Visit visit, UUID clientId, int status, Faults faults) {
    show(visit, clientId, status, Optional.empty(), faults);
  }

  /**
   * Shows a credential.
   *
   * @param typed the form that was refused
   */
  private void show(Visit visit, UUID clientId, int status, Optional<Form> typed, Faults faults) {
    visit.whenFound(
        credentials.find(clientId),
        credential ->
            visit.when(
                SourceNames.read(sources, boundTo(List.of(credential))),
                names ->
                    visit.show(
                        status,
                        new CredentialPage(
                            credential,
                            names,
                            typed
                                .map(form -> form.text("description"))
                                .orElse(credential.description()),
                            typed
                                .map(form -> form.text("source"))
                                .orElse(CredentialPage.boundTo(credential)),
                            faults,
                            clock.instant()))));
  }

  /**
   * Renames and binds. A member that the admin has left as it was shown stays as it is stored, so
   * that a page that was opened before another admin's change takes nothing back.
   */
  public void change(Visit visit) {
    visit.withUuid(
        "clientId",
        id ->
            visit.form(
                form -> {
                  ObjectNode json = Json.object();
                  if (isChanged(form, "description")) {
                    json.put("description", form.text("description"));
                  }
                  if (isChanged(form, "source")) {
                    form.given("source")
                        .ifPresentOrElse(
                            number -> CredentialForm.putNumber(json, number),
                            () -> json.putNull("lead_source_id"));
                  }
                  update(visit, id, json, Optional.of(form), Notice.SAVED);
                }));
  }

  private static boolean isChanged(Form form, String member) {
    return form.has(member) && !form.text(member).equals(form.text(member + "_was"));
  }

  public void enable(Visit visit) {
    setEnabled(visit, true, Notice.ENABLED);
  }

  public void disable(Visit visit) {
    setEnabled(visit, false, Notice.DISABLED);
  }

  private void setEnabled(Visit visit, boolean enabled, Notice done) {
    visit.withUuid(
        "clientId",
        id -> update(visit, id, Json.object().put("enabled", enabled), Optional.empty(), done));
  }

  private void update(Visit visit, UUID id, ObjectNode json, Optional<Form> typed, Notice done) {
    if (json.isEmpty()) {
      visit.goTo(LIST + "/" + id, done);
      return;
    }
    CredentialBody body = new CredentialBody(json);
    CredentialStore.Update wanted = body.change();
    if (!body.errors().isEmpty()) {
      show(visit, id, 422, typed, Faults.of(body.errors()));
      return;
    }
    answer(
        visit,
        credentials.update(id, wanted, visit.actor()),
        changed -> visit.goTo(LIST + "/" + id, done),
        faults -> show(visit, id, 422, typed, faults));
  }

  public void addSecret(Visit visit) {
    visit.withUuid(
        "clientId",
        id ->
            visit.whenFound(
                credentials.find(id),
                credential ->
                    answer(
                        visit,
                        secrets.add(id, visit.actor()),
                        added ->
                            visit.show(
                                new SecretPage(
                                    id.toString(),
                                    added.secret().value(),
                                    credential.staticKey(),
                                    visit.isOfScript())),
                        faults -> show(visit, id, 422, faults))));
  }

  public void deleteSecret(Visit visit) {
    visit.withUuid(
        "clientId",
        id ->
            visit.withUuid(
                "secretId",
                secret ->
                    answer(
                        visit,
                        secrets.retire(id, secret, visit.actor()),
                        gone -> visit.goTo(LIST + "/" + id, Notice.SECRET_DELETED),
                        faults -> show(visit, id, 422, faults))));
  }

  public void endTokens(Visit visit) {
    visit.withUuid(
        "clientId",
        id ->
            answer(
                visit,
                secrets.endTokens(id, visit.actor()),
                ended -> visit.goTo(LIST + "/" + id, Notice.TOKENS_ENDED),
                faults -> show(visit, id, 422, faults)));
  }

  private static <T> void answer(
      Visit visit,
      Future<Change<T>> change,
      Consumer<T> whenInForce,
      Consumer<Faults> whenRefused) {
    visit.when(
        change,
        result -> {
          switch (result) {
            case Change.InForce<T> done -> whenInForce.accept(done.value());
            case Change.NotThere<T> gone -> visit.notFound();
            case Change.CatalogFull<T> full -> whenRefused.accept(Refusals.of(result));
            case Change.TooManyHashes<T> many -> whenRefused.accept(Refusals.of(result));
            case Change.Refused<T> refused -> whenRefused.accept(Refusals.of(result));
          }
        });
  }
}
