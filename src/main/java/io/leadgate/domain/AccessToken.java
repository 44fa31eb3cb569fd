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
 * @param endsAt the time until which the token is taken: its {@code exp}, and the time for which it
 *     was handed out again before, because clients count an hour from the answer
 */
public record AccessToken(
    UUID jti,
    UUID clientId,
    Set<Scope> scopes,
    UUID secretId,
    int epoch,
    Instant issuedAt,
    Instant endsAt)
    implements Verdict, ClientProof {

  /** The life of a token from each answer that it is in. */
  public static final Duration LIFETIME = Duration.ofHours(1);

  /** For the answer's way to the client, and for clocks that differ. */
  private static final Duration ON_THE_WAY = Duration.ofSeconds(10);

  /** The greatest value of the setting {@code token.reuse}. */
  public static final Duration REUSE_MAX = Duration.ofMinutes(30);

  /**
   * The time for which a revocation is kept: longer than the token is taken, also where nodes have
   * other settings or a restart has raised {@code token.reuse}.
   */
  public Instant revokedUntil() {
    return endsAt.plus(REUSE_MAX);
  }

  /**
   * The time between a token's {@code exp} and its end.
   *
   * @param reuse the time for which a token is handed out again
   */
  public static Duration grace(Duration reuse) {
    return reuse.plus(ON_THE_WAY);
  }
}
