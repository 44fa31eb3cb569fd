package io.leadgate.domain;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An API credential as every node holds it.
 *
 * @param leadSourceId the lead source to which the credential is bound, if any
 * @param staticKey whether the secrets are static keys: each is taken as it is with a lead. Such a
 *     credential is bound, and has the scope {@code lead_receiver} alone
 * @param epoch the generation of the credential's tokens; tokens of earlier generations are invalid
 * @param secrets one or two secrets
 */
public record Credential(
    UUID clientId,
    String description,
    Set<Scope> scopes,
    boolean enabled,
    Optional<Integer> leadSourceId,
    boolean staticKey,
    int epoch,
    Instant createdAt,
    Optional<Instant> lastUsedAt,
    List<Secret> secrets) {

  /** The stored form of a client secret. */
  @SuppressWarnings("ArrayRecordComponent") // Compared in constant time, never with equals.
  public record Secret(UUID id, byte[] sha256, Instant createdAt, Optional<Instant> lastUsedAt) {}

  /**
   * The id of the secret with this hash. Compares all secrets completely, so that the time reveals
   * nothing.
   */
  public Optional<UUID> matchSecret(byte[] sha256) {
    Optional<UUID> match = Optional.empty();
    for (Secret secret : secrets) {
      if (MessageDigest.isEqual(secret.sha256(), sha256)) {
        match = Optional.of(secret.id());
      }
    }
    return match;
  }

  public boolean hasSecret(UUID id) {
    for (Secret secret : secrets) {
      if (secret.id().equals(id)) {
        return true;
      }
    }
    return false;
  }

  public Credential with(String newDescription, boolean enable, Optional<Integer> bindTo) {
    return new Credential(
        clientId,
        newDescription,
        scopes,
        enable,
        bindTo,
        staticKey,
        epoch,
        createdAt,
        lastUsedAt,
        secrets);
  }

  /** Whether the credential may see this lead source and its leads. */
  public boolean maySee(int leadSource) {
    return leadSourceId.isEmpty() || leadSourceId.get() == leadSource;
  }
}
