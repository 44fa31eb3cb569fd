package io.leadgate.catalog;

import io.leadgate.domain.ClientSecret;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Scope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Writes credentials. Each change raises the version row first, which serialises writers, and
 * leaves its audit row, all in one transaction; on this node it is in force when its future
 * completes, unless Postgres went away in that moment: then with the next poll.
 */
public final class CredentialStore {

  private static final String RAISE =
      "UPDATE state_version SET version = version + 1 RETURNING version";
  private static final String INSERT =
      "INSERT INTO credential (client_id, description, scopes, lead_source_id, created_at)"
          + " VALUES ($1, $2, $3, $4, $5)";
  private static final String INSERT_SECRET =
      "INSERT INTO credential_secret (id, client_id, secret_sha256, created_at)"
          + " VALUES ($1, $2, $3, $4)";
  private static final String UPDATE =
      "UPDATE credential SET description = coalesce($2, description),"
          + " enabled = coalesce($3, enabled),"
          + " lead_source_id = CASE WHEN $4 THEN $5 ELSE lead_source_id END WHERE client_id = $1";
  private static final String AUDIT =
      "INSERT INTO audit_log (actor, action, subject, remote, details)"
          + " VALUES ($1, $2, $3, $4::text::inet, $5)";

  private static final long CHANGE_SECONDS_MAX = 10;

  private final Pool pool;
  private final CatalogRefresh refresh;
  private final SecureRandom random;
  private final InstantSource clock;

  /** Who changes something, and from where. */
  public record Actor(String name, String remote) {}

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

  public CredentialStore(
      Pool pool, CatalogRefresh refresh, SecureRandom random, InstantSource clock) {
    this.pool = pool;
    this.refresh = refresh;
    this.random = random;
    this.clock = clock;
  }

  public Future<Created> create(
      String description, Set<Scope> scopes, Optional<Integer> leadSourceId, Actor actor) {
    ClientSecret secret = ClientSecret.generate(random);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Credential.Secret kept =
        new Credential.Secret(UUID.randomUUID(), secret.sha256(), now, Optional.empty());
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
    return change(
            actor,
            "credential.create",
            credential.clientId(),
            new JsonObject()
                .put("description", description)
                .put("scopes", Scope.formatList(scopes))
                .put("lead_source_id", leadSourceId.orElse(null)),
            connection -> insert(connection, credential, kept))
        .map(done -> new Created(credential, secret));
  }

  private static Future<Boolean> insert(
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
        .compose(
            inserted ->
                connection
                    .preparedQuery(INSERT_SECRET)
                    .execute(
                        Tuple.of(
                            secret.id(),
                            credential.clientId(),
                            Buffer.buffer(secret.sha256()),
                            createdAt)))
        .map(true);
  }

  /** Whether there was such a credential. */
  public Future<Boolean> update(UUID clientId, Change change, Actor actor) {
    JsonObject details = new JsonObject();
    change.enabled().ifPresent(enabled -> details.put("enabled", enabled));
    change.description().ifPresent(text -> details.put("description", text));
    change.leadSourceId().ifPresent(source -> details.put("lead_source_id", source.orElse(null)));
    return change(
        actor,
        "credential.update",
        clientId,
        details,
        connection ->
            connection
                .preparedQuery(UPDATE)
                .execute(
                    Tuple.of(
                        clientId,
                        change.description().orElse(null),
                        change.enabled().orElse(null),
                        change.leadSourceId().isPresent(),
                        change.leadSourceId().flatMap(source -> source).orElse(null)))
                .map(rows -> rows.rowCount() == 1));
  }

  /** The write that a change consists of; false leaves everything as it was. */
  private interface Write {
    Future<Boolean> run(SqlConnection connection);
  }

  private Future<Boolean> change(
      Actor actor, String action, UUID subject, JsonObject details, Write write) {
    return pool.withTransaction(
            connection ->
                connection
                    .preparedQuery(RAISE)
                    .execute()
                    .compose(
                        raised ->
                            write
                                .run(connection)
                                .compose(
                                    found ->
                                        found
                                            ? audit(connection, actor, action, subject, details)
                                            : notThere())
                                .map(audited -> raised.iterator().next().getLong("version"))))
        .timeout(CHANGE_SECONDS_MAX, TimeUnit.SECONDS)
        .compose(version -> refresh.changed(version).map(true))
        .recover(
            failure ->
                failure instanceof NotThere
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(failure));
  }

  /** Fails, so that the transaction is rolled back: a change of nothing leaves no trace. */
  private static Future<Void> notThere() {
    return Future.failedFuture(new NotThere());
  }

  private static final class NotThere extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Future<Void> audit(
      SqlConnection connection, Actor actor, String action, UUID subject, JsonObject details) {
    return connection
        .preparedQuery(AUDIT)
        .execute(Tuple.of(actor.name(), action, subject.toString(), actor.remote(), details))
        .mapEmpty();
  }
}
