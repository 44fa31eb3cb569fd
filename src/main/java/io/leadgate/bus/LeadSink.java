package io.leadgate.bus;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Unanswered;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Hands leads and quarantined requests over to be committed. An answer that does not come, or comes
 * too late, is an outcome (503) and no failure. Confined to one event loop.
 */
public final class LeadSink {

  private final IngestBus bus;
  private final TurnBatcher<Lead, IngestResult> gatheredLeads;
  private final TurnBatcher<Lead, IngestResult> gatheredKeyedLeads;

  public LeadSink(Vertx vertx, IngestBus bus) {
    this.bus = bus;
    this.gatheredLeads = new TurnBatcher<>(vertx, bus.leads());
    this.gatheredKeyedLeads = new TurnBatcher<>(vertx, bus.keyedLeads());
  }

  public Future<IngestResult> store(Lead lead) {
    TurnBatcher<Lead, IngestResult> lane = isKeyed(lead) ? gatheredKeyedLeads : gatheredLeads;
    return lane.request(lead)
        .recover(failure -> unanswered(failure).map(IngestResult.Refused::new));
  }

  public Future<QuarantineResult> quarantine(QuarantinedRequest request) {
    return bus.quarantine()
        .request(request)
        .recover(failure -> unanswered(failure).map(QuarantineResult.NotKept::new));
  }

  /**
   * Stores leads that came together, and returns their results in the order of the leads. Leads
   * with a key and leads without a key go two ways; the results are there when both are known.
   */
  public Future<List<IngestResult>> storeAll(List<Lead> together) {
    Future<List<IngestResult>> plain = storeAll(bus.leads(), together, lead -> !isKeyed(lead));
    Future<List<IngestResult>> keyed = storeAll(bus.keyedLeads(), together, LeadSink::isKeyed);
    return plain.compose(
        withoutKey -> keyed.map(withKey -> inOrder(together, withoutKey, withKey)));
  }

  private Future<List<IngestResult>> storeAll(
      BusAddress<List<Lead>, List<IngestResult>> lane,
      List<Lead> together,
      Predicate<Lead> isOfIt) {
    List<Lead> some = together.stream().filter(isOfIt).toList();
    return some.isEmpty()
        ? Future.succeededFuture(List.of())
        : lane.request(some)
            .recover(
                failure ->
                    unanswered(failure)
                        .map(IngestResult.Refused::new)
                        .map(refused -> Collections.nCopies(some.size(), refused)));
  }

  private static List<IngestResult> inOrder(
      List<Lead> together, List<IngestResult> withoutKey, List<IngestResult> withKey) {
    Iterator<IngestResult> plain = withoutKey.iterator();
    Iterator<IngestResult> keyed = withKey.iterator();
    return together.stream().map(lead -> (isKeyed(lead) ? keyed : plain).next()).toList();
  }

  private static boolean isKeyed(Lead lead) {
    return lead.idempotencyKey().isPresent();
  }

  private static Future<Refusal> unanswered(Throwable failure) {
    return failure instanceof Unanswered
        ? Future.succeededFuture(Refusal.STORAGE_UNAVAILABLE)
        : Future.failedFuture(failure);
  }
}
