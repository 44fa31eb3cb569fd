package io.leadgate.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Actor;
import io.leadgate.domain.ClientSecret;
import io.leadgate.domain.Credential;
import io.leadgate.domain.CredentialFilter;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.domain.Slice;
import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads and writes credentials for admins. Reads go to Postgres and not to this node's memory,
 * because each node must find a credential as soon as any node has answered with it, and because
 * the last use of a credential is in Postgres alone. The audit log never gets a secret. Each future
 * fails with {@link StorageAway} and nothing else. Thread-safe.
 */
public final class CredentialStore {

  private static final String CREATE = "credential.create";
  private static final String UPDATE = "credential.update";

  /** The rows of a page where all rows are read. */
  private static final int PAGE = 1_000;

  private final Pool pool;
  private final StateChange change;
  private final SecureRandom random;
  private final InstantSource clock;

  /** A credential that was just created, with its secret, which is never shown again. */
  public record Created(Credential credential, ClientSecret secret) {}

  /**
   * The members to change; an empty member stays.
   *
   * @param leadSourceId empty keeps the binding; an empty inside unbinds the credential
   */
  public record Update(
      Optional<Boolean> enabled,
      Optional<String> description,
      Optional<Optional<Integer>> leadSourceId) {

    public static final Update DISABLE =
        new Update(Optional.of(false), Optional.empty(), Optional.empty());

    /** Whether a credential is another behind the update. */
    public boolean changes(Credential before) {
      return !difference(before, of(before)).isEmpty();
    }

    private Credential of(Credential before) {
      return before.with(
          description.orElse(before.description()),
          enabled.orElse(before.enabled()),
          leadSourceId.orElse(before.leadSourceId()));
    }
  }

  public CredentialStore(Pool pool, StateChange change, SecureRandom random, InstantSource clock) {
    this.pool = pool;
    this.change = change;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Lists the credentials in the order of their creation.
   *
   * @param after the client id behind which the page begins
   * @return the page; empty if {@code after} is not the client id of a credential
   */
  public Future<Optional<Slice<Credential>>> list(Optional<UUID> after, int limit) {
    return list(CredentialFilter.ALL, after, limit);
  }

  /** Lists the credentials of a filter in the order of their creation, as {@link #list}. */
  public Future<Optional<Slice<Credential>>> list(
      CredentialFilter filter, Optional<UUID> after, int limit) {
    return TimeLimit.READ.on(
        KeyedRow.readable(
                CredentialRows.list(pool, filter, after, limit),
                last -> CredentialRows.list(pool, filter, Optional.of(last), limit))
            .compose(
                found ->
                    found.items().isEmpty() && after.isPresent()
                        ? CredentialRows.exists(pool, after.get())
                            .map(is -> is ? Optional.of(found) : Optional.empty())
                        : Future.succeededFuture(Optional.of(found))));
  }

  public Future<Optional<Credential>> find(UUID clientId) {
    return TimeLimit.READ.on(CredentialRows.find(pool, clientId));
  }

  /**
   * Creates an enabled credential with one secret.
   *
   * @param staticKey whether its secrets are static keys, for which the credential must be bound
   *     and have the scope {@code lead_receiver} alone
   */
  public Future<Change<Created>> create(
      String description,
      Set<Scope> scopes,
      Optional<Integer> leadSourceId,
      boolean staticKey,
      Actor actor) {
    return change.run(actor, CREATE, creation(description, scopes, leadSourceId, staticKey));
  }

  /** Creates a credential as one of several changes. */
  public Future<Change<Created>> create(
      ManyChanges.Open changes,
      String description,
      Set<Scope> scopes,
      Optional<Integer> leadSourceId,
      boolean staticKey) {
    return changes.run(CREATE, creation(description, scopes, leadSourceId, staticKey));
  }

  private Function<SqlConnection, Future<Change<Created>>> creation(
      String description, Set<Scope> scopes, Optional<Integer> leadSourceId, boolean staticKey) {
    ClientSecret secret = ClientSecret.generate(random);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Credential credential =
        new Credential(
            UUID.randomUUID(),
            description,
            scopes,
            true,
            leadSourceId,
            staticKey,
            1,
            now,
            Optional.empty(),
            List.of(SecretStore.kept(secret, now)));
    ObjectNode details =
        StoredJson.object()
            .put("description", description)
            .put("scopes", Scope.formatList(scopes))
            .put("lead_source_id", leadSourceId.orElse(null))
            .put("static_key", staticKey);
    return connection ->
        ifSourceIsThere(
            connection,
            leadSourceId,
            () ->
                CredentialRows.insert(connection, credential)
                    .map(
                        inserted ->
                            new Change.Made<>(
                                new Created(credential, secret),
                                credential.clientId().toString(),
                                details)));
  }

  public Future<Change<Credential>> update(UUID clientId, Update wanted, Actor actor) {
    return change.run(actor, UPDATE, connection -> update(connection, clientId, wanted));
  }

  /** Changes a credential as one of several changes. */
  public Future<Change<Credential>> update(ManyChanges.Open changes, UUID clientId, Update wanted) {
    return changes.run(UPDATE, connection -> update(connection, clientId, wanted));
  }

  /** Lists all credentials, as several changes have left them so far. */
  public Future<List<Credential>> all(ManyChanges.Open changes) {
    return KeyedRow.<UUID, Credential>all(
        last -> CredentialRows.list(changes.connection(), CredentialFilter.ALL, last, PAGE));
  }

  private static Future<Change<Credential>> update(
      SqlConnection connection, UUID clientId, Update wanted) {
    return CredentialRows.change(
        connection, clientId, before -> update(connection, before, wanted.of(before)));
  }

  private static Future<Change<Credential>> update(
      SqlConnection connection, Credential before, Credential after) {
    if (before.staticKey() && !before.leadSourceId().equals(after.leadSourceId())) {
      return Future.succeededFuture(
          new Change.Refused<>(
              Refusal.INVALID_CREDENTIAL,
              List.of(
                  new FieldError(
                      "lead_source_id",
                      "immutable",
                      "stays for good, because the credential was created for static keys"))));
    }
    ObjectNode details = difference(before, after);
    return details.isEmpty()
        ? Future.succeededFuture(new Change.Unchanged<>(before))
        : ifSourceIsThere(
            connection,
            after.leadSourceId(),
            () ->
                CredentialRows.update(connection, after)
                    .map(
                        updated -> new Change.Made<>(after, after.clientId().toString(), details)));
  }

  /** Lists each member that differs, with its value before and after. */
  private static ObjectNode difference(Credential before, Credential after) {
    ObjectNode was = changeable(before);
    ObjectNode is = changeable(after);
    ObjectNode difference = StoredJson.object();
    for (var member : is.properties()) {
      JsonNode from = was.required(member.getKey());
      if (!member.getValue().equals(from)) {
        difference
            .putObject(member.getKey())
            .<ObjectNode>set("from", from)
            .set("to", member.getValue());
      }
    }
    return difference;
  }

  private static ObjectNode changeable(Credential credential) {
    return StoredJson.object()
        .put("description", credential.description())
        .put("enabled", credential.enabled())
        .put("lead_source_id", credential.leadSourceId().orElse(null));
  }

  private static <T> Future<Change<T>> ifSourceIsThere(
      SqlConnection connection, Optional<Integer> leadSourceId, Supplier<Future<Change<T>>> write) {
    return leadSourceId.isEmpty()
        ? write.get()
        : CredentialRows.hasSource(connection, leadSourceId.get())
            .compose(
                isThere ->
                    isThere
                        ? write.get()
                        : Future.succeededFuture(
                            new Change.Refused<>(
                                Refusal.INVALID_CREDENTIAL,
                                List.of(
                                    new FieldError(
                                        "lead_source_id",
                                        "unknown_lead_source",
                                        "there is no such lead source")))));
  }
}
