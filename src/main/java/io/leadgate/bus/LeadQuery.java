package io.leadgate.bus;

import io.leadgate.domain.LeadId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which leads are wanted, newest first.
 *
 * @param boundTo the only lead source whose leads the reader may see, if there is one
 * @param from not before; by the time that the id carries
 * @param to before
 * @param email in its normal form
 * @param phones in their normal form: one of them is the lead's; empty means any
 * @param before the id behind which to go on, which is the last one of the page before
 * @param limit 1 to 1,000
 */
public record LeadQuery(
    Optional<Integer> boundTo,
    Optional<Integer> campaignId,
    Optional<Integer> leadSourceId,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<String> email,
    List<String> phones,
    Optional<LeadId> before,
    int limit) {}
