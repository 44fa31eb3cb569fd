package io.leadgate.catalog;

import io.leadgate.domain.Credential;
import io.leadgate.domain.Destination;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What every node knows of campaigns and credentials: immutable, and whole as of one version.
 *
 * @param version the version row's value that it was read at
 * @param destinations the campaigns, by id
 * @param revokedTokens the ids of revoked tokens that have not expired yet
 */
public record Catalog(
    long version,
    Map<Integer, Destination> destinations,
    Map<UUID, Credential> credentials,
    Set<UUID> revokedTokens) {

  static final Catalog EMPTY = new Catalog(0, Map.of(), Map.of(), Set.of());

  public Catalog {
    destinations = Map.copyOf(destinations);
    credentials = Map.copyOf(credentials);
    revokedTokens = Set.copyOf(revokedTokens);
  }

  public Optional<Destination> destination(int campaignId) {
    return Optional.ofNullable(destinations.get(campaignId));
  }

  /** The default countries of the lead types that campaigns take leads of. */
  public Set<String> countries() {
    return destinations.values().stream()
        .map(destination -> destination.leadType().defaultCountry())
        .collect(Collectors.toUnmodifiableSet());
  }

  public Optional<Credential> credential(UUID clientId) {
    return Optional.ofNullable(credentials.get(clientId));
  }
}
