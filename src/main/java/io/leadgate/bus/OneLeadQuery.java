package io.leadgate.bus;

import io.leadgate.domain.LeadId;
import java.util.Optional;

/**
 * A question for one lead.
 *
 * @param boundTo the only lead source of which the reader may know leads; empty for all lead
 *     sources
 */
public record OneLeadQuery(LeadId id, Optional<Integer> boundTo) {}
