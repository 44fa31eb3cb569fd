package io.leadgate.persistence;

import io.leadgate.bus.IngestBus;
import io.leadgate.bus.SearchBus;
import io.leadgate.postgres.SqlFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/** Serves the bus: commits leads and quarantined requests, and reads them back. */
public final class PersistenceVerticle extends VerticleBase {

  private static final long DRAIN_LOOK_MILLIS = 10;

  private final IngestBus ingest;
  private final SearchBus searches;
  private final Lanes lanes;
  private final LeadSearch leads;
  private final QuarantineSearch quarantine;
  private final Housekeeping house;
  private volatile boolean running;

  public PersistenceVerticle(
      IngestBus ingest,
      SearchBus searches,
      Lanes lanes,
      LeadSearch leads,
      QuarantineSearch quarantine,
      Housekeeping house) {
    this.ingest = ingest;
    this.searches = searches;
    this.lanes = lanes;
    this.leads = leads;
    this.quarantine = quarantine;
    this.house = house;
  }

  @Override
  public Future<?> start() {
    lanes.start();
    return house
        .makePartitions()
        .compose(made -> serve())
        .onSuccess(
            serving -> {
              running = true;
              house.start();
            });
  }

  private Future<?> serve() {
    return Future.all(
            searches.lead().serve(id -> leads.find(id).recover(SqlFailure::whileReading)),
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
                    ingest.leads().serve(lanes.leads()::submit),
                    ingest.keyedLeads().serve(lanes.keyedLeads()::submit)));
  }

  @Override
  public Future<?> stop() {
    house.stop();
    return Future.succeededFuture();
  }

  /** On any thread. From now on no row waits longer than this: the gateway is about to stop. */
  public void hurry(Duration left) {
    if (running) {
      context.runOnContext(
          now -> {
            house.stop();
            lanes.hurry(left);
          });
    }
  }

  /** On any thread, however far the start has got: the pools are about to be closed. */
  public void closing() {
    house.closing();
  }

  /** On any thread. Completes when no row waits any more. */
  public Future<Void> drain() {
    if (!running) {
      return Future.succeededFuture();
    }
    Promise<Void> drained = Promise.promise();
    context.runOnContext(
        now ->
            vertx.setPeriodic(
                0,
                DRAIN_LOOK_MILLIS,
                timer -> {
                  if (lanes.areEmpty()) {
                    vertx.cancelTimer(timer);
                    drained.tryComplete();
                  }
                }));
    return drained.future();
  }
}
