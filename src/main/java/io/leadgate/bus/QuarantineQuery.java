package io.leadgate.bus;

import io.leadgate.domain.QuarantineReason;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which quarantined requests are wanted, newest first.
 *
 * @param from not before; by the time that the id carries
 * @param to before
 * @param before the id behind which to go on, which is the last one of the page before
 * @param limit 1 to 1,000
 */
public record QuarantineQuery(
    Optional<Integer> campaignId,
    Optional<QuarantineReason> reason,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<UUID> before,
    int limit) {}
