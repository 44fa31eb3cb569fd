package io.leadgate.signin;

import io.leadgate.config.OidcSettings;
import io.leadgate.config.Secret;
import io.leadgate.domain.Sha256;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import io.vertx.ext.auth.oauth2.providers.OpenIDConnectAuth;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the identity provider: the discovery, the code flow with PKCE (RFC 7636), and the keys. What
 * the discovery has found is believed for an hour, and no longer than until a sign-in fails because
 * of the provider. The keys are read anew for a token whose key is unknown, because a provider may
 * change its keys at any time. Each future fails with {@link ProviderAway} where the provider is at
 * fault. Confined to one event loop.
 */
final class OidcProvider {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final Duration BELIEVED_MAX = Duration.ofHours(1);
  private static final int KEY_READS_A_MINUTE_MAX = 6;

  private final Vertx vertx;
  private final OidcSettings settings;
  private final String issuer;
  private final InstantSource clock;

  private Optional<Discovery> known = Optional.empty();

  /** The minute since the epoch in which keys were last read because of a token, and how often. */
  private long minuteOfReads;

  private int reads;

  private record Discovery(Future<OAuth2Auth> provider, Instant since) {}

  /** The provider's answer to a code. */
  sealed interface Answer {

    /** The claims of an ID token that the provider has signed. */
    record Claims(JsonObject claims) implements Answer {}

    record NoToken() implements Answer {}

    /**
     * The provider takes no such code from this client, or its tokens are not good now.
     *
     * @param reason what the provider has sent, in words for a person
     */
    record Refused(String reason) implements Answer {}
  }

  OidcProvider(Vertx vertx, OidcSettings settings, String issuer, InstantSource clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.issuer = issuer;
    this.clock = clock;
  }

  /** The address at the provider to which the browser goes. */
  Future<String> address(OidcAttempt attempt, String redirectUri) {
    return believed()
        .provider()
        .map(
            provider ->
                provider.authorizeURL(
                    new OAuth2AuthorizationURL()
                        .setRedirectUri(redirectUri)
                        .setScopes(scopes())
                        .setState(attempt.state())
                        .setCodeChallenge(OidcAttempts.base64(Sha256.of(attempt.verifier())))
                        .setCodeChallengeMethod("S256")
                        .putAdditionalParameter("nonce", attempt.nonce())));
  }

  private List<String> scopes() {
    return Stream.concat(Stream.of("openid", "profile"), settings.scopeList().stream()).toList();
  }

  /** Redeems the code with which the browser came back. */
  Future<Answer> redeem(OidcAttempt attempt, String code, String redirectUri) {
    Discovery used = believed();
    return used.provider()
        .compose(
            provider ->
                provider
                    .authenticate(
                        new Oauth2Credentials()
                            .setFlow(OAuth2FlowType.AUTH_CODE)
                            .setCode(code)
                            .setCodeVerifier(attempt.verifier())
                            .setRedirectUri(redirectUri))
                    .compose(user -> claims(provider, user)))
        .timeout(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS)
        .recover(failure -> judge(failure, used));
  }

  private Future<Answer> judge(Throwable failure, Discovery used) {
    Optional<String> refusal = ProviderFailure.refusal(failure);
    if (refusal.isPresent()) {
      return Future.succeededFuture(new Answer.Refused(refusal.get()));
    }
    if (known.filter(used::equals).isPresent()) {
      forget();
    }
    return Future.failedFuture(ProviderFailure.away(failure));
  }

  private Future<Answer> claims(OAuth2Auth provider, User user) {
    JsonObject claims = user.attributes().getJsonObject("idToken");
    if (claims != null) {
      return Future.succeededFuture(new Answer.Claims(claims));
    }
    String token = user.principal().getString("id_token");
    return token != null && user.attributes().containsKey("missing-kid") && mayReadKeys()
        ? provider.jWKSet().compose(read -> verified(provider, token))
        : Future.succeededFuture(new Answer.NoToken());
  }

  /** Verifies a token with the keys that are known now; there is no second try. */
  private static Future<Answer> verified(OAuth2Auth provider, String token) {
    return provider
        .authenticate(new TokenCredentials(token))
        .map(user -> answer(user.attributes().getJsonObject("accessToken")))
        .otherwise(new Answer.NoToken());
  }

  private static Answer answer(@Nullable JsonObject claims) {
    return claims == null ? new Answer.NoToken() : new Answer.Claims(claims);
  }

  private boolean mayReadKeys() {
    long minute = clock.instant().getEpochSecond() / 60;
    reads = minute == minuteOfReads ? reads + 1 : 1;
    minuteOfReads = minute;
    return reads <= KEY_READS_A_MINUTE_MAX;
  }

  private Discovery believed() {
    if (known.filter(this::isBelieved).isEmpty()) {
      forget();
      known = Optional.of(new Discovery(discover(), clock.instant()));
    }
    return known.orElseThrow();
  }

  private boolean isBelieved(Discovery discovery) {
    return !discovery.provider().failed()
        && clock.instant().isBefore(discovery.since().plus(BELIEVED_MAX));
  }

  /** Closes the provider later, because sign-ins under way still use it. */
  private void forget() {
    Optional<Discovery> old = known;
    known = Optional.empty();
    old.ifPresent(
        discovery ->
            discovery
                .provider()
                .onSuccess(
                    provider ->
                        vertx.setTimer(2 * ANSWER_MAX.toMillis(), unused -> provider.close())));
  }

  private Future<OAuth2Auth> discover() {
    OAuth2Options options =
        new OAuth2Options()
            .setSite(issuer)
            .setClientId(settings.clientId().orElseThrow())
            .setClientSecret(settings.clientSecret().map(Secret::value).orElseThrow())
            .setJWTOptions(new JWTOptions().setLeeway((int) IdTokenCheck.LEEWAY.toSeconds()))
            .setHttpClientOptions(
                new HttpClientOptions()
                    .setConnectTimeout((int) ANSWER_MAX.toMillis())
                    .setIdleTimeout((int) ANSWER_MAX.toSeconds()));
    return OpenIDConnectAuth.discover(vertx, options)
        .timeout(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS)
        .onSuccess(
            found ->
                // The library would ask there about a token that it cannot verify.
                options.setIntrospectionPath(null).setUserInfoPath(null))
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof Exception unusable ? discoveryFailed(unusable) : failure));
  }

  /** The library checks the document by exceptions of many kinds. */
  private static Throwable discoveryFailed(Exception failure) {
    return ProviderFailure.away(failure) instanceof ProviderAway away
        ? away
        : new ProviderAway("a discovery document that cannot be used");
  }
}
