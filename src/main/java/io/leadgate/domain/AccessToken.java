package io.leadgate.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * The claims of an access token whose signature was good.
 *
 * @param secretId which of the credential's secrets asked for it ({@code sid})
 * @param epoch the generation of the credential's tokens that it belongs to
 */
public record AccessToken(
    UUID jti,
    UUID clientId,
    Set<Scope> scopes,
    UUID secretId,
    int epoch,
    Instant issuedAt,
    Instant expiresAt)
    implements Verdict {

  /** From the moment of issue; a reused token has less of it left. */
  public static final Duration LIFETIME = Duration.ofHours(1);
}
