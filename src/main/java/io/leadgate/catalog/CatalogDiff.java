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
 * What changed since some version, by id: each row as it is now, or empty where it is gone or
 * cannot be understood.
 *
 * @param version the version row's value that it was read at
 * @param whole whether it is all that there is, and nothing that was known before counts
 * @param ofCredentials those of credentials, and revocations
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
   * A change of a credential or a revocation.
   *
   * @param version that it was written in
   * @param age since it was written, when it was read
   */
  record Written(long version, Duration age) {}

  boolean touchDestinations() {
    return whole || !leadSources.isEmpty() || !leadTypes.isEmpty() || !campaigns.isEmpty();
  }
}
