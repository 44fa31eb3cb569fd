package io.leadgate.bus;

import io.leadgate.domain.LeadId;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Slice;
import io.leadgate.domain.StoredLead;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The bus addresses at which the persistence reads stored leads and quarantined requests, newest
 * first.
 */
public record SearchBus(
    BusAddress<LeadId, Optional<StoredLead>> lead,
    BusAddress<LeadQuery, LeadPage> leads,
    BusAddress<UUID, Optional<QuarantinedRequest>> quarantined,
    BusAddress<QuarantineQuery, Slice<QuarantinedRequest>> quarantine) {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  public static SearchBus of(Vertx vertx) {
    return new SearchBus(
        new BusAddress<>(vertx, "leadgate.search.lead", TIMEOUT),
        new BusAddress<>(vertx, "leadgate.search.leads", TIMEOUT),
        new BusAddress<>(vertx, "leadgate.search.quarantined", TIMEOUT),
        new BusAddress<>(vertx, "leadgate.search.quarantine", TIMEOUT));
  }
}
