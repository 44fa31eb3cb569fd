package io.leadgate.bus;

import io.leadgate.domain.LeadId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of a search for leads; the newest leads come first.
 *
 * @param boundTo the only lead source whose leads the reader may see; empty for all lead sources
 * @param from the least time of a lead, inclusive, by the time in its id
 * @param to the greatest time of a lead, exclusive
 * @param email the e-mail address in its normal form
 * @param phones the normal forms of a phone number, of which the lead has any; empty for all leads
 * @param before the last id of the previous page, behind which this page begins
 * @param limit the greatest number of leads, 1 to 1,000
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
