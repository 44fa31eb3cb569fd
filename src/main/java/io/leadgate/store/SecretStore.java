package io.leadgate.store;

import static io.leadgate.store.CredentialChange.nothing;
import static io.leadgate.store.CredentialChange.written;

import io.leadgate.domain.Actor;
import io.leadgate.domain.ClientSecret;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Refusal;
import io.leadgate.store.StateChange.Step;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes the secrets of credentials: two at most, so that one can take over from the other, and
 * never none. Counting them is safe, since {@link StateChange} lets one writer in at a time. What
 * it tells the audit log holds their ids, and never a secret or its hash.
 */
public final class SecretStore {

  private static final int SECRETS_MAX = 2;

  private static final String INSERT =
      "INSERT INTO credential_secret (id, client_id, secret_sha256, created_at)"
          + " VALUES ($1, $2, $3, $4)";
  private static final String DELETE = "DELETE FROM credential_secret WHERE id = $1";
  private static final String END_TOKENS =
      "UPDATE credential SET epoch = epoch + 1 WHERE client_id = $1";

  private final CredentialChange change;
  private final SecureRandom random;
  private final InstantSource clock;

  /** A secret that was just made: the only time that it is seen. */
  public record Added(Credential.Secret kept, ClientSecret secret) {}

  public SecretStore(StateChange change, SecureRandom random, InstantSource clock) {
    this.change = new CredentialChange(change);
    this.random = random;
    this.clock = clock;
  }

  /** What is kept of a new secret. */
  static Credential.Secret kept(ClientSecret secret, Instant createdAt) {
    return new Credential.Secret(UUID.randomUUID(), secret.sha256(), createdAt, Optional.empty());
  }

  static Future<Void> insert(SqlConnection connection, UUID clientId, Credential.Secret secret) {
    return connection
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(
                secret.id(),
                clientId,
                Buffer.buffer(secret.sha256()),
                secret.createdAt().atOffset(ZoneOffset.UTC)))
        .mapEmpty();
  }

  /** Beside the one that is there. */
  public Future<ChangeResult<Added>> add(UUID clientId, Actor actor) {
    ClientSecret secret = ClientSecret.generate(random);
    Credential.Secret kept = kept(secret, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return change.run(
        clientId,
        actor,
        (connection, credential) ->
            credential.secrets().size() >= SECRETS_MAX
                ? refused(Refusal.LIMIT_REACHED)
                : insert(connection, clientId, kept)
                    .map(
                        done ->
                            written(
                                new Added(kept, secret),
                                "credential.add_secret",
                                clientId,
                                details(kept.id()))));
  }

  /** Its tokens end with it, and those of the other one do not. Done with its id. */
  public Future<ChangeResult<UUID>> retire(UUID clientId, UUID secretId, Actor actor) {
    return change.run(
        clientId,
        actor,
        (connection, credential) -> {
          if (!credential.hasSecret(secretId)) {
            return nothing(new ChangeResult.NotThere<>());
          }
          return credential.secrets().size() == 1
              ? refused(Refusal.LAST_SECRET)
              : connection
                  .preparedQuery(DELETE)
                  .execute(Tuple.of(secretId))
                  .map(
                      done ->
                          written(
                              secretId, "credential.retire_secret", clientId, details(secretId)));
        });
  }

  /** All that are out, whichever secret they came by. Done with the epoch of those to come. */
  public Future<ChangeResult<Integer>> endTokens(UUID clientId, Actor actor) {
    return change.run(
        clientId,
        actor,
        (connection, credential) -> {
          int before = credential.epoch();
          JsonObject epoch = new JsonObject().put("from", before).put("to", before + 1);
          return connection
              .preparedQuery(END_TOKENS)
              .execute(Tuple.of(clientId))
              .map(
                  done ->
                      written(
                          before + 1,
                          "credential.end_tokens",
                          clientId,
                          new JsonObject().put("epoch", epoch)));
        });
  }

  private static JsonObject details(UUID secretId) {
    return new JsonObject().put("secret_id", secretId.toString());
  }

  private static <T> Future<Step<ChangeResult<T>>> refused(Refusal refusal) {
    return nothing(new ChangeResult.Refused<>(refusal, List.of()));
  }
}
