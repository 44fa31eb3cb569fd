package io.leadgate.bus;

import io.leadgate.domain.QuarantineReason;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The conditions of a search for quarantined requests; the newest requests come first.
 *
 * @param from the least time of a request, inclusive, by the time in its id
 * @param to the greatest time of a request, exclusive
 * @param before the last id of the previous page, behind which this page begins
 * @param limit the greatest number of requests, 1 to 1,000
 */
public record QuarantineQuery(
    Optional<Integer> campaignId,
    Optional<QuarantineReason> reason,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<UUID> before,
    int limit) {}
