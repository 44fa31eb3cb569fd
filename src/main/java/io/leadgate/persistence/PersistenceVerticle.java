package io.leadgate.persistence;

import io.leadgate.bus.IngestBus;
import io.leadgate.bus.SearchBus;
import io.leadgate.postgres.SqlFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/** Serves the bus requests that commit and read leads and quarantined requests. */
public final class PersistenceVerticle extends VerticleBase {

  private static final long DRAIN_CHECK_MILLIS = 10;

  private final IngestBus ingest;
  private final SearchBus searches;
  private final Lanes lanes;
  private final LeadSearch leads;
  private final LeadOrigins leadOrigins;
  private final QuarantineSearch quarantine;
  private final FeedBase feedBase;
  private final Housekeeping housekeeping;
  private volatile boolean running;

  public PersistenceVerticle(
      IngestBus ingest,
      SearchBus searches,
      Lanes lanes,
      LeadSearch leads,
      LeadOrigins leadOrigins,
      QuarantineSearch quarantine,
      FeedBase feedBase,
      Housekeeping housekeeping) {
    this.ingest = ingest;
    this.searches = searches;
    this.lanes = lanes;
    this.leads = leads;
    this.leadOrigins = leadOrigins;
    this.quarantine = quarantine;
    this.feedBase = feedBase;
    this.housekeeping = housekeeping;
  }

  @Override
  public Future<?> start() {
    lanes.start();
    return housekeeping
        .makePartitions()
        .compose(made -> feedBase.raiseWhereNew())
        .compose(raised -> serve())
        .onSuccess(
            serving -> {
              running = true;
              housekeeping.start();
            });
  }

  private Future<?> serve() {
    return Future.all(
            searches.lead().serve(id -> leads.find(id).recover(SqlFailure::whileReading)),
            searches
                .leadOrigins()
                .serve(ids -> leadOrigins.of(ids).recover(SqlFailure::whileReading)),
            searches.leads().serve(query -> leads.search(query).recover(SqlFailure::whileReading)),
            searches
                .quarantined()
                .serve(id -> quarantine.find(id).recover(SqlFailure::whileReading)),
            searches
                .quarantine()
                .serve(query -> quarantine.list(query).recover(SqlFailure::whileReading)))
        .compose(
            searchable ->
                Future.all(
                    ingest.quarantine().serve(lanes::quarantine),
                    ingest.duplicates().serve(lanes.duplicates()::answer),
                    ingest.leads().serve(lanes.leads()::answer),
                    ingest.keyedLeads().serve(lanes::storeKeyed),
                    ingest.looks().serve(lanes.looks()::answer)));
  }

  @Override
  public Future<?> stop() {
    housekeeping.stop();
    return Future.succeededFuture();
  }

  /**
   * Stops housekeeping and limits the wait of every row to this time from now on, because the
   * gateway is about to stop. Has no effect before the start has ended. Thread-safe.
   */
  public void limitWait(Duration left) {
    if (running) {
      context.runOnContext(
          now -> {
            housekeeping.stop();
            lanes.limitWait(left);
          });
    }
  }

  /**
   * Silences the failures of housekeeping, because the pools are about to be closed. Callable in
   * every state of the start. Thread-safe.
   */
  public void expectClosedPools() {
    housekeeping.expectClosedPools();
  }

  /** Whether Postgres commits no leads, although some wait. Thread-safe. */
  public boolean areLeadsHeldUp() {
    return lanes.areLeadsHeldUp();
  }

  /** Completes when no row waits for an answer. Thread-safe. */
  public Future<Void> drain() {
    if (!running) {
      return Future.succeededFuture();
    }
    Promise<Void> drained = Promise.promise();
    context.runOnContext(
        now ->
            vertx.setPeriodic(
                0,
                DRAIN_CHECK_MILLIS,
                timer -> {
                  if (lanes.areEmpty()) {
                    vertx.cancelTimer(timer);
                    drained.tryComplete();
                  }
                }));
    return drained.future();
  }
}
