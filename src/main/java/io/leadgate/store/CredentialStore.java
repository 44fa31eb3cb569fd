package io.leadgate.store;

import static io.leadgate.store.CredentialChange.nothing;
import static io.leadgate.store.CredentialChange.written;

import io.leadgate.domain.Actor;
import io.leadgate.domain.ClientSecret;
import io.leadgate.domain.Credential;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.postgres.Rows;
import io.leadgate.store.StateChange.Step;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes credentials. What it tells the audit log never holds a secret. */
public final class CredentialStore {

  private static final String INSERT =
      "INSERT INTO credential (client_id, description, scopes, lead_source_id, created_at)"
          + " VALUES ($1, $2, $3, $4, $5)";
  private static final String UPDATE =
      "UPDATE credential SET description = $2, enabled = $3, lead_source_id = $4"
          + " WHERE client_id = $1";
  private static final String HAS_SOURCE =
      "SELECT EXISTS (SELECT FROM lead_source WHERE id = $1 AND deleted_at IS NULL) AS is_there";

  private final StateChange change;
  private final CredentialChange existing;
  private final SecureRandom random;
  private final InstantSource clock;

  /** A credential that was just created: the only time that its secret is seen. */
  public record Created(Credential credential, ClientSecret secret) {}

  /**
   * What to change; what is empty stays.
   *
   * @param leadSourceId empty stays; an inner empty unbinds it
   */
  public record Change(
      Optional<Boolean> enabled,
      Optional<String> description,
      Optional<Optional<Integer>> leadSourceId) {}

  public CredentialStore(StateChange change, SecureRandom random, InstantSource clock) {
    this.change = change;
    this.existing = new CredentialChange(change);
    this.random = random;
    this.clock = clock;
  }

  public Future<ChangeResult<Created>> create(
      String description, Set<Scope> scopes, Optional<Integer> leadSourceId, Actor actor) {
    ClientSecret secret = ClientSecret.generate(random);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Credential.Secret kept = SecretStore.kept(secret, now);
    Credential credential =
        new Credential(
            UUID.randomUUID(),
            description,
            scopes,
            true,
            leadSourceId,
            1,
            now,
            Optional.empty(),
            List.of(kept));
    JsonObject details =
        new JsonObject()
            .put("description", description)
            .put("scopes", Scope.formatList(scopes))
            .put("lead_source_id", leadSourceId.orElse(null));
    return change.run(
        actor,
        connection ->
            ifThere(
                connection,
                leadSourceId,
                () ->
                    insert(connection, credential, kept)
                        .map(
                            done ->
                                written(
                                    new Created(credential, secret),
                                    "credential.create",
                                    credential.clientId(),
                                    details))));
  }

  private static Future<?> insert(
      SqlConnection connection, Credential credential, Credential.Secret secret) {
    OffsetDateTime createdAt = credential.createdAt().atOffset(ZoneOffset.UTC);
    String[] scopes = credential.scopes().stream().sorted().map(Scope::code).toArray(String[]::new);
    return connection
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(
                credential.clientId(),
                credential.description(),
                scopes,
                credential.leadSourceId().orElse(null),
                createdAt))
        .compose(inserted -> SecretStore.insert(connection, credential.clientId(), secret));
  }

  /** Done with the credential as it is then. */
  public Future<ChangeResult<Credential>> update(UUID clientId, Change wanted, Actor actor) {
    return existing.run(clientId, actor, (connection, found) -> update(connection, found, wanted));
  }

  private static Future<Step<ChangeResult<Credential>>> update(
      SqlConnection connection, Credential before, Change wanted) {
    Credential after =
        before.with(
            wanted.description().orElse(before.description()),
            wanted.enabled().orElse(before.enabled()),
            wanted.leadSourceId().orElse(before.leadSourceId()));
    JsonObject details = new JsonObject();
    putChange(details, "description", before.description(), after.description());
    putChange(details, "enabled", before.enabled(), after.enabled());
    putChange(
        details,
        "lead_source_id",
        before.leadSourceId().orElse(null),
        after.leadSourceId().orElse(null));
    if (details.isEmpty()) {
      return nothing(new ChangeResult.Done<>(before));
    }
    return ifThere(
        connection,
        after.leadSourceId(),
        () ->
            connection
                .preparedQuery(UPDATE)
                .execute(
                    Tuple.of(
                        after.clientId(),
                        after.description(),
                        after.enabled(),
                        after.leadSourceId().orElse(null)))
                .map(done -> written(after, "credential.update", after.clientId(), details)));
  }

  private static void putChange(
      JsonObject details, String member, @Nullable Object from, @Nullable Object to) {
    if (!Objects.equals(from, to)) {
      details.put(member, new JsonObject().put("from", from).put("to", to));
    }
  }

  private static <T> Future<Step<ChangeResult<T>>> ifThere(
      SqlConnection connection,
      Optional<Integer> leadSourceId,
      Supplier<Future<Step<ChangeResult<T>>>> write) {
    return leadSourceId.isEmpty()
        ? write.get()
        : connection
            .preparedQuery(HAS_SOURCE)
            .execute(Tuple.of(leadSourceId.get()))
            .compose(
                rows ->
                    Rows.one(rows, row -> row.getBoolean("is_there"))
                        ? write.get()
                        : nothing(
                            new ChangeResult.Refused<>(
                                Refusal.INVALID_CREDENTIAL,
                                List.of(
                                    new FieldError(
                                        "lead_source_id",
                                        "unknown_lead_source",
                                        "there is no such lead source")))));
  }
}
