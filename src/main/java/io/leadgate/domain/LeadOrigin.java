package io.leadgate.domain;

import java.util.Optional;

/**
 * Where a stored lead comes from.
 *
 * @param leadSourceId the lead source of the lead's campaign
 * @param duplicateOf the earlier lead of which the lead is a duplicate
 */
public record LeadOrigin(int leadSourceId, Optional<LeadId> duplicateOf) {}
