package io.leadgate.bus;

import io.leadgate.domain.LeadId;
import io.leadgate.domain.LeadOrigin;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Slice;
import io.leadgate.domain.StoredLead;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The bus addresses at which the persistence reads stored leads and quarantined requests, newest
 * first.
 *
 * @param leadOrigins the origin of each lead that is stored; a lead that is gone is left out
 */
public record SearchBus(
    BusAddress<OneLeadQuery, Optional<StoredLead>> lead,
    BusAddress<Set<LeadId>, Map<LeadId, LeadOrigin>> leadOrigins,
    BusAddress<LeadQuery, LeadPage> leads,
    BusAddress<UUID, Optional<QuarantinedRequest>> quarantined,
    BusAddress<QuarantineQuery, Slice<QuarantinedRequest>> quarantine) {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** The longest that the answer to a lead waits for the origin of an earlier lead. */
  private static final Duration TIMEOUT_OF_ANSWERS = Duration.ofSeconds(1);

  public static SearchBus of(Vertx vertx) {
    return new SearchBus(
        new BusAddress<>(vertx, "leadgate.search.lead", TIMEOUT),
        new BusAddress<>(vertx, "leadgate.search.lead-origins", TIMEOUT_OF_ANSWERS),
        new BusAddress<>(vertx, "leadgate.search.leads", TIMEOUT),
        new BusAddress<>(vertx, "leadgate.search.quarantined", TIMEOUT),
        new BusAddress<>(vertx, "leadgate.search.quarantine", TIMEOUT));
  }
}
