package io.leadgate.catalog;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.Credential;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What every node knows of campaigns and credentials: immutable, and whole as of one version.
 *
 * @param version the version row's value that it was read at
 * @param revokedTokens the ids of revoked tokens that have not expired yet
 */
public record Catalog(
    long version,
    Map<Integer, Campaign> campaigns,
    Map<UUID, Credential> credentials,
    Set<UUID> revokedTokens) {

  static final Catalog EMPTY = new Catalog(0, Map.of(), Map.of(), Set.of());

  public Catalog {
    campaigns = Map.copyOf(campaigns);
    credentials = Map.copyOf(credentials);
    revokedTokens = Set.copyOf(revokedTokens);
  }

  public Optional<Campaign> campaign(int id) {
    return Optional.ofNullable(campaigns.get(id));
  }

  public Optional<Credential> credential(UUID clientId) {
    return Optional.ofNullable(credentials.get(clientId));
  }
}
