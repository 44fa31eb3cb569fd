package io.leadgate.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * The claims of an access token with a valid signature.
 *
 * @param secretId the id of the client secret with which the token was requested ({@code sid})
 * @param epoch the generation of the credential's tokens to which the token belongs
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

  /** The life of a token from its issue; a reused token has less of its life left. */
  public static final Duration LIFETIME = Duration.ofHours(1);
}
