package io.leadgate.signin;

import io.leadgate.config.OidcSettings;
import io.leadgate.domain.SignedIn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Signs admins in by an identity provider: OpenID Connect with discovery, the code flow with PKCE,
 * and a nonce. Confined to one event loop.
 */
public final class Oidc {

  /** Stands before the name of each user; the name of an admin of this gateway has no colon. */
  public static final String PREFIX = "oidc:";

  private final OidcSettings settings;
  private final OidcAttempts attempts;
  private final OidcProvider provider;
  private final IdTokenCheck check;
  private final FewAtOnce redemptions;

  /** The result of a sign-in. */
  public sealed interface Outcome {
    record Known(SignedIn user) implements Outcome {}

    /** The provider knows the user, and gives it no role here. */
    record NoRole(String name) implements Outcome {}

    /**
     * The provider's answer proves nothing.
     *
     * @param reason what the provider has sent, in words for a person
     */
    record Refused(String reason) implements Outcome {}
  }

  private Oidc(
      Vertx vertx,
      OidcSettings settings,
      String issuer,
      OidcAttempts attempts,
      InstantSource clock) {
    this.settings = settings;
    this.attempts = attempts;
    this.provider = new OidcProvider(vertx, settings, issuer, clock);
    this.check = new IdTokenCheck(settings, issuer, settings.clientId().orElseThrow(), clock);
    this.redemptions = new FewAtOnce(vertx);
  }

  /**
   * The identity provider of the settings, if they name any.
   *
   * @param ring the keys of {@code token.signing_keys}, from which those of sign-ins are derived
   */
  public static Optional<Oidc> of(
      Vertx vertx,
      OidcSettings settings,
      List<byte[]> ring,
      SecureRandom random,
      InstantSource clock) {
    return settings
        .issuer()
        .map(
            issuer ->
                new Oidc(
                    vertx,
                    settings,
                    issuer.replaceFirst("/$", ""),
                    new OidcAttempts(ring, random, clock),
                    clock));
  }

  /** The name of the provider on the sign-in page. */
  public String label() {
    return settings.label();
  }

  /** Whether the sign-in page leads to the provider by itself. */
  public boolean isAutomatic() {
    return settings.automatic();
  }

  /** The sign-ins that are under way in browsers. */
  public OidcAttempts attempts() {
    return attempts;
  }

  /**
   * The address at the provider to which the browser goes. Fails with {@link ProviderAway} if the
   * provider is away.
   */
  public Future<String> address(OidcAttempt attempt, String redirectUri) {
    return provider.address(attempt, redirectUri);
  }

  /**
   * Redeems the code with which the browser came back. Fails with {@link ProviderAway} if the
   * provider is away.
   */
  public Future<Outcome> finish(OidcAttempt attempt, String code, String redirectUri) {
    return redemptions
        .run(() -> provider.redeem(attempt, code, redirectUri))
        .map(answer -> outcome(answer, attempt));
  }

  private Outcome outcome(OidcProvider.Answer answer, OidcAttempt attempt) {
    return switch (answer) {
      case OidcProvider.Answer.Claims signed -> check.judge(signed.claims(), attempt.nonce());
      case OidcProvider.Answer.NoToken none ->
          new Outcome.Refused("no ID token that it has signed for this client");
      case OidcProvider.Answer.Refused refused -> new Outcome.Refused(refused.reason());
    };
  }
}
