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
 * Which client a login is, from memory alone. It does the same work whether there is such a client
 * or not, and looks at whether it is enabled last, so that the time tells nothing of which it was.
 */
public final class ClientCheck {

  private static final int HASH_BYTES = 32;

  private final Supplier<Catalog> catalog;

  /** Compared with where there is no such client; nobody knows what its hash could be of. */
  private final Credential nobody;

  /** A client whose login was good. */
  record Client(Credential credential, UUID secretId) {}

  public ClientCheck(Supplier<Catalog> catalog, SecureRandom random) {
    this.catalog = catalog;
    byte[] hash = new byte[HASH_BYTES];
    random.nextBytes(hash);
    this.nobody =
        new Credential(
            new UUID(0, 0),
            "",
            Set.of(),
            false,
            Optional.empty(),
            0,
            Instant.EPOCH,
            Optional.empty(),
            List.of(new Credential.Secret(new UUID(0, 0), hash, Instant.EPOCH, Optional.empty())));
  }

  /** Empty for a client that there is not, a secret that is not its own, or a disabled one. */
  Optional<Client> check(ClientLogin login) {
    byte[] hash = login.secret().sha256();
    Credential credential =
        Uuids.parse(login.clientId()).flatMap(catalog.get()::credential).orElse(nobody);
    return credential
        .matchSecret(hash)
        .filter(secretId -> credential.enabled())
        .map(secretId -> new Client(credential, secretId));
  }
}
