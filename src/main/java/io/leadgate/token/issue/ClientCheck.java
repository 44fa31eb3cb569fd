package io.leadgate.token.issue;

import io.leadgate.catalog.Catalog;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Uuids;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Finds the client of a login, from memory alone. The check takes the same time for an unknown
 * client, a wrong secret and a disabled client, so that the time reveals nothing. Thread-safe.
 */
public final class ClientCheck {

  private static final int HASH_BYTES = 32;

  private final Supplier<Catalog> catalog;

  /** Stands for an unknown client. The hash is random, so no secret matches. */
  private final Credential decoy;

  /** A client with a valid login. */
  record Client(Credential credential, UUID secretId) {}

  public ClientCheck(Supplier<Catalog> catalog, SecureRandom random) {
    this.catalog = catalog;
    byte[] hash = new byte[HASH_BYTES];
    random.nextBytes(hash);
    this.decoy =
        new Credential(
            new UUID(0, 0),
            "",
            Set.of(),
            false,
            Optional.empty(),
            false,
            0,
            Instant.EPOCH,
            Optional.empty(),
            List.of(new Credential.Secret(new UUID(0, 0), hash, Instant.EPOCH, Optional.empty())));
  }

  /** Empty for an unknown client, a wrong secret or a disabled client. */
  Optional<Client> find(ClientLogin login) {
    byte[] hash = login.secret().sha256();
    Credential credential =
        Uuids.parse(login.clientId()).flatMap(catalog.get()::credential).orElse(decoy);
    return credential
        .matchSecret(hash)
        .filter(secretId -> credential.enabled())
        .map(secretId -> new Client(credential, secretId));
  }
}
