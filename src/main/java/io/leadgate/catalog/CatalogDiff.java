package io.leadgate.catalog;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.Credential;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.LeadType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Holds the rows that changed since some version, by id: each as it is now, or empty where it is
 * gone or cannot be understood.
 *
 * @param version the value of the version row when they were read
 * @param whole whether these are all rows that there are, so that no row known before counts
 * @param ofCredentials the changes of credentials, and the revocations
 */
record CatalogDiff(
    long version,
    boolean whole,
    Map<Integer, Optional<LeadSource>> leadSources,
    Map<Integer, Optional<LeadType>> leadTypes,
    Map<Integer, Optional<Campaign>> campaigns,
    Map<UUID, Optional<Credential>> credentials,
    Map<UUID, Instant> revokedTokens,
    List<Written> ofCredentials) {

  /**
   * When a credential was changed or a token revoked.
   *
   * @param version the version that the change made
   * @param age how long before the reading it was written
   */
  record Written(long version, Duration age) {}

  boolean touchDestinations() {
    return whole || !leadSources.isEmpty() || !leadTypes.isEmpty() || !campaigns.isEmpty();
  }
}
