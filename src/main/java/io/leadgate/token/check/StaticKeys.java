package io.leadgate.token.check;

import io.leadgate.catalog.Catalog;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.ClientSecret;
import io.leadgate.domain.Credential;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.StaticKey;
import io.leadgate.domain.Uuids;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Event.Tier;
import io.leadgate.telemetry.Telemetry;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Finds the credential of a static key, from memory alone: by the secret's hash, so that a key
 * without a client id is found too. A right secret of a credential that was not created for static
 * keys is told apart from a wrong one, because its holder can mend it. Thread-safe.
 */
public final class StaticKeys {

  private final Supplier<Catalog> catalog;
  private final Telemetry telemetry;

  public StaticKeys(Supplier<Catalog> catalog, Telemetry telemetry) {
    this.catalog = catalog;
    this.telemetry = telemetry;
  }

  AuthResult check(PresentedKey presented) {
    AuthResult result =
        switch (presented) {
          case PresentedKey.Secret sent -> check(sent.clientId(), sent.secret());
          case PresentedKey.Misspelt misspelt ->
              AuthResult.Rejected.ofKey(
                  QuarantineReason.UNKNOWN_STATIC_KEY, Optional.empty(), misspelt.fault());
        };
    boolean good = result instanceof AuthResult.Known;
    boolean isOfClient = result.provenClientId().isPresent();
    telemetry.emit(new Event.TokenChecked(good || !isOfClient ? Tier.KEY : Tier.STATE, good));
    return result;
  }

  private AuthResult check(Optional<String> clientId, ClientSecret secret) {
    Catalog known = catalog.get();
    byte[] hash = secret.sha256();
    Optional<UUID> claimed = clientId.flatMap(Uuids::parse);
    return known
        .credentialOfSecret(hash)
        .filter(found -> clientId.isEmpty() || claimed.equals(Optional.of(found.clientId())))
        .flatMap(found -> found.matchSecret(hash).map(secretId -> judge(known, found, secretId)))
        .orElseGet(() -> AuthResult.Rejected.ofKey(QuarantineReason.UNKNOWN_STATIC_KEY, claimed));
  }

  private static AuthResult judge(Catalog known, Credential credential, UUID secretId) {
    return credential.staticKey()
        ? known.judge(new StaticKey(credential.clientId(), secretId))
        : AuthResult.Rejected.ofKey(
            QuarantineReason.NOT_A_STATIC_KEY, Optional.of(credential.clientId()));
  }
}
