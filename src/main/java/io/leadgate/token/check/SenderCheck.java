package io.leadgate.token.check;

import io.leadgate.catalog.Catalog;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Scope;
import io.leadgate.domain.StaticKey;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Decides which client sent a lead: by its token, or by a static key, which the receivers alone
 * take. A request may carry both; a proof that names nobody is passed over beside a good one.
 * Confined to one event loop.
 */
public final class SenderCheck {

  private final Authenticate tokens;
  private final Optional<StaticKeys> keys;
  private final Supplier<Catalog> catalog;
  private final KeyUse use;
  private final Telemetry telemetry;

  /**
   * @param keys empty where the settings turn static keys off
   */
  public SenderCheck(
      Authenticate tokens,
      Optional<StaticKeys> keys,
      Supplier<Catalog> catalog,
      KeyUse use,
      Telemetry telemetry) {
    this.tokens = tokens;
    this.keys = keys;
    this.catalog = catalog;
    this.use = use;
    this.telemetry = telemetry;
  }

  /** Decides by the headers of a request. Never fails. */
  public Future<? extends AuthResult> check(MultiMap headers) {
    if (keys.isEmpty() || !PresentedKey.isThere(headers)) {
      return tokens.authenticate(headers, Scope.LEAD_RECEIVER);
    }
    List<AuthResult> byKey = PresentedKey.of(headers).stream().map(keys.get()::check).toList();
    if (!PresentedToken.isThere(headers)) {
      return Future.succeededFuture(decide(byKey));
    }
    return tokens
        .authenticate(headers, Scope.LEAD_RECEIVER)
        .map(
            byToken -> {
              List<AuthResult> all = new ArrayList<>(byKey);
              all.add(byToken);
              return decide(all);
            });
  }

  /**
   * Judges a sender again when the body of its request has arrived, because the credential may have
   * changed meanwhile.
   */
  public AuthResult judgeAgain(AuthResult.Known known) {
    return switch (known) {
      case AuthResult.Authenticated byToken -> tokens.judgeAgain(byToken, Scope.LEAD_RECEIVER);
      case AuthResult.ByKey byKey -> catalog.get().judge(byKey.key());
    };
  }

  /**
   * Decides by the results of several proofs.
   *
   * @param results those of keys first, because a key decides before a token
   */
  private AuthResult decide(List<AuthResult> results) {
    long clients =
        results.stream().flatMap(result -> result.provenClientId().stream()).distinct().count();
    if (clients > 1 || results.stream().anyMatch(AuthResult.Ambiguous.class::isInstance)) {
      return new AuthResult.Ambiguous();
    }
    AuthResult decided =
        first(results, result -> result instanceof AuthResult.Known)
            .or(() -> first(results, result -> result.provenClientId().isPresent()))
            .orElse(results.getFirst());
    if (decided instanceof AuthResult.Known) {
      results.forEach(this::countPassedOver);
    }
    if (decided instanceof AuthResult.ByKey(StaticKey key, var credential)) {
      use.note(credential, key.secretId());
    }
    return decided;
  }

  private static Optional<AuthResult> first(
      List<AuthResult> results, Predicate<AuthResult> wanted) {
    return results.stream().filter(wanted).findFirst();
  }

  private void countPassedOver(AuthResult result) {
    if (result instanceof AuthResult.Rejected rejected) {
      telemetry.emit(new Event.TokenIgnored(rejected.reason()));
    }
  }
}
