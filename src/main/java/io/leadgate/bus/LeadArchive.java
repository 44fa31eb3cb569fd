package io.leadgate.bus;

import io.leadgate.domain.LeadId;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.StoredLead;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Reads what was committed. Fails when the storage is away. */
public final class LeadArchive {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final BusAddress<LeadId, Optional<StoredLead>> find =
      new BusAddress<>("leadgate.archive.lead", TIMEOUT);
  private final BusAddress<LeadQuery, LeadPage> search =
      new BusAddress<>("leadgate.archive.search", TIMEOUT);
  private final BusAddress<QuarantineQuery, List<QuarantinedRequest>> quarantine =
      new BusAddress<>("leadgate.archive.quarantine", TIMEOUT);
  private final BusAddress<UUID, Optional<QuarantinedRequest>> quarantined =
      new BusAddress<>("leadgate.archive.quarantined", TIMEOUT);

  public LeadArchive(Vertx vertx) {
    this.vertx = vertx;
  }

  public Future<Optional<StoredLead>> find(LeadId id) {
    return find.request(vertx, id);
  }

  /** Newest first. */
  public Future<LeadPage> search(LeadQuery query) {
    return search.request(vertx, query);
  }

  /** Newest first. */
  public Future<List<QuarantinedRequest>> quarantine(QuarantineQuery query) {
    return quarantine.request(vertx, query);
  }

  public Future<Optional<QuarantinedRequest>> quarantined(UUID id) {
    return quarantined.request(vertx, id);
  }

  public List<MessageConsumer<?>> serve(
      Function<LeadId, Future<Optional<StoredLead>>> answerFind,
      Function<LeadQuery, Future<LeadPage>> answerSearch,
      Function<QuarantineQuery, Future<List<QuarantinedRequest>>> answerQuarantine,
      Function<UUID, Future<Optional<QuarantinedRequest>>> answerQuarantined) {
    return List.of(
        find.serve(vertx, answerFind),
        search.serve(vertx, answerSearch),
        quarantine.serve(vertx, answerQuarantine),
        quarantined.serve(vertx, answerQuarantined));
  }
}
