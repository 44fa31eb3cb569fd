package io.leadgate.bus;

import io.leadgate.config.Settings;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Where leads and quarantined requests are handed over to be committed. That nobody answers, or too
 * late, is an outcome (503) and no failure. One a verticle.
 */
public final class LeadSink {

  /** For the pause before a last try, and for the sweep that finds what is late. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final BusAddress<List<Lead>, List<IngestResult>> leads;
  private final BusAddress<List<Lead>, List<IngestResult>> keyedLeads;
  private final BusAddress<QuarantinedRequest, QuarantineResult> quarantine;
  private final TurnBatcher<Lead, IngestResult> gatheredLeads;
  private final TurnBatcher<Lead, IngestResult> gatheredKeyedLeads;

  public LeadSink(Vertx vertx, Settings.Storage storage) {
    // Longer than a lead waits and its last batch takes, so that the reply says what became of it.
    Duration timeout = storage.waitMax().plus(storage.batchTimeout()).plus(SLACK);
    this.vertx = vertx;
    this.leads = new BusAddress<>("leadgate.leads", timeout);
    this.keyedLeads = new BusAddress<>("leadgate.keyed-leads", timeout);
    this.quarantine = new BusAddress<>("leadgate.quarantine", timeout);
    this.gatheredLeads = new TurnBatcher<>(vertx, leads);
    this.gatheredKeyedLeads = new TurnBatcher<>(vertx, keyedLeads);
  }

  public Future<IngestResult> store(Lead lead) {
    TurnBatcher<Lead, IngestResult> lane = isKeyed(lead) ? gatheredKeyedLeads : gatheredLeads;
    return lane.request(lead)
        .recover(failure -> unanswered(failure).map(IngestResult.Refused::new));
  }

  public Future<QuarantineResult> quarantine(QuarantinedRequest request) {
    return quarantine
        .request(vertx, request)
        .recover(failure -> unanswered(failure).map(QuarantineResult.NotKept::new));
  }

  /**
   * The same for leads that came together: their results, in their order. Where some of them have a
   * key and others none they go two ways, and are answered when both are known.
   */
  public Future<List<IngestResult>> storeAll(List<Lead> together) {
    Future<List<IngestResult>> plain = storeAll(leads, together, lead -> !isKeyed(lead));
    Future<List<IngestResult>> keyed = storeAll(keyedLeads, together, LeadSink::isKeyed);
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
        : lane.request(vertx, some)
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
    return failure instanceof ReplyException reply
            && reply.failureType() != ReplyFailure.RECIPIENT_FAILURE
        ? Future.succeededFuture(Refusal.STORAGE_UNAVAILABLE)
        : Future.failedFuture(failure);
  }

  /** Serves both kinds of leads, each with a lane of its own: neither waits for the other. */
  public Future<Void> serveLeads(
      Function<List<Lead>, Future<List<IngestResult>>> plain,
      Function<List<Lead>, Future<List<IngestResult>>> keyed) {
    return leads
        .serve(vertx, plain)
        .completion()
        .compose(serving -> keyedLeads.serve(vertx, keyed).completion());
  }

  public MessageConsumer<QuarantinedRequest> serveQuarantine(
      Function<QuarantinedRequest, Future<QuarantineResult>> answer) {
    return quarantine.serve(vertx, answer);
  }
}
