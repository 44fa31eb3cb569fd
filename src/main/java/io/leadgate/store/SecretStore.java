package io.leadgate.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Actor;
import io.leadgate.domain.ClientSecret;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.StorageAway;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Writes the secrets of credentials. A credential has one secret or two, so that a new secret can
 * take over from an old secret. Counting the secrets is safe, because {@link StateChange} lets one
 * writer in at a time. The audit log gets the id of a secret, and never a secret or its hash. Each
 * future fails with {@link StorageAway} and nothing else. Thread-safe.
 */
public final class SecretStore {

  private static final int SECRETS_MAX = 2;

  private final StateChange change;
  private final SecureRandom random;
  private final InstantSource clock;

  /** A secret that was just made, which is never shown again. */
  public record Added(Credential.Secret kept, ClientSecret secret) {}

  public SecretStore(StateChange change, SecureRandom random, InstantSource clock) {
    this.change = change;
    this.random = random;
    this.clock = clock;
  }

  /** Makes the part of a new secret that is stored. */
  static Credential.Secret kept(ClientSecret secret, Instant createdAt) {
    return new Credential.Secret(UUID.randomUUID(), secret.sha256(), createdAt, Optional.empty());
  }

  /** Adds a secret beside the first. */
  public Future<Change<Added>> add(UUID clientId, Actor actor) {
    ClientSecret secret = ClientSecret.generate(random);
    Credential.Secret kept = kept(secret, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return ofCredential(
        clientId,
        actor,
        "credential.add_secret",
        (connection, credential) ->
            credential.secrets().size() >= SECRETS_MAX
                ? refused(Refusal.LIMIT_REACHED)
                : made(
                    CredentialRows.insertSecret(connection, clientId, kept),
                    new Added(kept, secret),
                    clientId,
                    details(kept.id())));
  }

  /** Ends a secret and the tokens that were issued for the secret; other tokens stay good. */
  public Future<Change<UUID>> retire(UUID clientId, UUID secretId, Actor actor) {
    return ofCredential(
        clientId,
        actor,
        "credential.retire_secret",
        (connection, credential) -> {
          if (!credential.hasSecret(secretId)) {
            return Future.succeededFuture(new Change.NotThere<>());
          }
          return credential.secrets().size() == 1
              ? refused(Refusal.LAST_SECRET)
              : made(
                  CredentialRows.deleteSecret(connection, secretId),
                  secretId,
                  clientId,
                  details(secretId));
        });
  }

  /** Ends all tokens of the credential. The value is the epoch of the credential's next tokens. */
  public Future<Change<Integer>> endTokens(UUID clientId, Actor actor) {
    return ofCredential(
        clientId,
        actor,
        "credential.end_tokens",
        (connection, credential) -> {
          int before = credential.epoch();
          ObjectNode details = StoredJson.object();
          details.putObject("epoch").put("from", before).put("to", before + 1);
          return made(
              CredentialRows.endTokens(connection, clientId), before + 1, clientId, details);
        });
  }

  /**
   * Makes a change of a credential's secrets or tokens.
   *
   * @param write called with the credential while no other writer can change it
   */
  private <T> Future<Change<T>> ofCredential(
      UUID clientId,
      Actor actor,
      String action,
      BiFunction<SqlConnection, Credential, Future<Change<T>>> write) {
    return change.run(
        actor,
        action,
        connection ->
            CredentialRows.change(
                connection, clientId, credential -> write.apply(connection, credential)));
  }

  private static <T> Future<Change<T>> made(
      Future<Void> written, T value, UUID clientId, ObjectNode details) {
    return written.map(done -> new Change.Made<>(value, clientId.toString(), details));
  }

  private static <T> Future<Change<T>> refused(Refusal refusal) {
    return Future.succeededFuture(new Change.Refused<>(refusal));
  }

  private static ObjectNode details(UUID secretId) {
    return StoredJson.object().put("secret_id", secretId.toString());
  }
}
