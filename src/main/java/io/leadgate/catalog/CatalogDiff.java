package io.leadgate.catalog;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.Credential;
import io.leadgate.domain.HashKind;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.LeadType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Holds the rows that changed since some version, by id. A row that was deleted or cannot be
 * understood is empty.
 *
 * @param version the value of the version row when the rows were read
 * @param whole whether the rows are all existing rows, so that rows known before no longer count
 * @param ofCredentials the changes of credentials, and the revocations
 */
record CatalogDiff(
    long version,
    boolean whole,
    Map<Integer, Optional<LeadSource>> leadSources,
    Map<Integer, Optional<LeadType>> leadTypes,
    Map<Integer, Optional<Campaign>> campaigns,
    Map<Integer, Optional<HashKind>> hashKinds,
    Map<UUID, Optional<Credential>> credentials,
    Map<UUID, Instant> revokedTokens,
    List<Written> ofCredentials) {

  /**
   * A change of a credential, or the revocation of a token.
   *
   * @param version the version that the change made
   * @param age the time from the change to the reading
   */
  record Written(long version, Duration age) {}

  boolean touchDestinations() {
    return whole
        || !leadSources.isEmpty()
        || !leadTypes.isEmpty()
        || !campaigns.isEmpty()
        || !hashKinds.isEmpty();
  }
}
