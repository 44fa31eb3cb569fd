package io.leadgate.signin;

import io.leadgate.config.OidcSettings;
import io.leadgate.domain.AdminRole;
import io.leadgate.domain.Coded;
import io.leadgate.domain.SignInWay;
import io.leadgate.domain.SignedIn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges the claims of an ID token whose signature is right (OpenID Connect Core 1.0, section
 * 3.1.3.7), and finds the user's name and role in them. Thread-safe.
 */
final class IdTokenCheck {

  /** The provider's clock may be so far behind or ahead of this one. */
  static final Duration LEEWAY = Duration.ofMinutes(1);

  private static final int NAME_LENGTH_MAX = 100;

  private final OidcSettings settings;
  private final String issuer;
  private final String clientId;
  private final InstantSource clock;

  /**
   * @param issuer the address of the provider, without a slash at its end
   */
  IdTokenCheck(OidcSettings settings, String issuer, String clientId, InstantSource clock) {
    this.settings = settings;
    this.issuer = issuer;
    this.clientId = clientId;
    this.clock = clock;
  }

  /**
   * @param nonce that of the sign-in
   */
  Oidc.Outcome judge(JsonObject claims, String nonce) {
    long now = clock.instant().getEpochSecond();
    if (!issuer.equals(text(claims, "iss").replaceFirst("/$", ""))) {
      return new Oidc.Outcome.Refused("an ID token of another issuer");
    }
    if (values(claims.getValue("aud")).noneMatch(clientId::equals)) {
      return new Oidc.Outcome.Refused("an ID token for another client");
    }
    if (claims.containsKey("azp") && !text(claims, "azp").equals(clientId)) {
      return new Oidc.Outcome.Refused("an ID token that another client has asked for");
    }
    if (!(claims.getValue("exp") instanceof Number end)
        || end.longValue() + LEEWAY.toSeconds() < now) {
      return new Oidc.Outcome.Refused("an ID token that has expired");
    }
    if (!OidcAttempts.isSame(nonce, text(claims, "nonce"))) {
      return new Oidc.Outcome.Refused("an ID token of another sign-in");
    }
    return user(claims);
  }

  private static String text(JsonObject claims, String name) {
    return claims.getValue(name) instanceof String text ? text : "";
  }

  private Oidc.Outcome user(JsonObject claims) {
    String name = text(claims, settings.nameClaim());
    if (name.isBlank() || name.length() > NAME_LENGTH_MAX || AdminInput.hasInvisible(name)) {
      return new Oidc.Outcome.Refused("an ID token without a usable claim " + settings.nameClaim());
    }
    return highest(values(claim(claims, settings.rolesClaim())).toList())
        .<Oidc.Outcome>map(
            role ->
                new Oidc.Outcome.Known(new SignedIn(Oidc.PREFIX + name, role, SignInWay.PROVIDER)))
        .orElseGet(() -> new Oidc.Outcome.NoRole(name));
  }

  /** The role with the most rights that a value stands for. */
  private Optional<AdminRole> highest(List<String> given) {
    return settings.roleValues().stream()
        .filter(pair -> given.contains(pair.value()))
        .map(pair -> Coded.stored(AdminRole.class, pair.role()))
        .sorted()
        .findFirst();
  }

  /**
   * The value at the end of a path with dots; null if there is no such claim. A name on the path
   * may have dots itself, as the name of a client does.
   */
  private static @Nullable Object claim(JsonObject claims, String path) {
    Object value = claims.getValue(path);
    for (int dot = path.indexOf('.'); value == null && dot >= 0; dot = path.indexOf('.', dot + 1)) {
      if (claims.getValue(path.substring(0, dot)) instanceof JsonObject inner) {
        value = claim(inner, path.substring(dot + 1));
      }
    }
    return value;
  }

  private static Stream<String> values(@Nullable Object claim) {
    return switch (claim) {
      case String text -> Stream.of(text);
      case JsonArray list -> list.stream().filter(String.class::isInstance).map(String.class::cast);
      case null, default -> Stream.of();
    };
  }
}
