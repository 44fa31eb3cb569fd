package io.leadgate.store;

import io.leadgate.domain.Actor;
import java.time.Instant;
import java.util.Optional;

/**
 * One change, as the audit log has it.
 *
 * @param action what was done to what: {@code campaign.update}
 * @param subject the id of what was changed
 * @param details a JSON object; never a secret
 */
public record AuditEntry(
    long id,
    Instant at,
    Actor.Type actorType,
    String actor,
    String action,
    String subject,
    Optional<String> remote,
    Optional<String> requestId,
    String details) {}
