package io.leadgate.persistence;

import io.leadgate.bus.LeadArchive;
import io.leadgate.bus.LeadSink;
import io.leadgate.config.QuarantineSettings;
import io.leadgate.config.Settings;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.StrangersRate;
import io.leadgate.postgres.BatchConnection;
import io.leadgate.postgres.CommitGate;
import io.leadgate.postgres.PostgresOptions;
import io.leadgate.postgres.PostgresPools;
import io.leadgate.postgres.SqlFailure;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Lane;
import io.leadgate.telemetry.Metrics;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Commits what the bus brings, in four lanes that do not wait for each other: leads, leads with an
 * idempotency key, and the two kinds of the quarantine. Also reads back what was committed.
 */
public final class PersistenceVerticle extends VerticleBase {

  private static final long DRAIN_LOOK_MILLIS = 10;

  /**
   * A commit costs as much for one stranger as for a hundred, and each that writes to the disk
   * holds up those of the leads: so strangers wait for each other.
   */
  private static final Duration STRANGERS_REST = Duration.ofMillis(50);

  /** The rest behind each batch would be none, if another connection took the next. */
  private static final int STRANGERS_CONNECTIONS = 1;

  private final Settings settings;
  private final PostgresPools pools;
  private final CommitGate gate;
  private final LeadSink sink;
  private final LeadArchive archive;
  private final InstantSource clock;
  private final Metrics metrics;
  private final Telemetry telemetry;

  private volatile boolean running;
  private volatile boolean closing;

  // Set in start(), before anything can use them.
  @SuppressWarnings("NullAway.Init")
  private Housekeeping house;

  @SuppressWarnings("NullAway.Init")
  private GroupCommit<Lead, IngestResult> leads;

  @SuppressWarnings("NullAway.Init")
  private GroupCommit<Lead, IngestResult> keyedLeads;

  @SuppressWarnings("NullAway.Init")
  private GroupCommit<QuarantinedRequest, QuarantineResult> quarantine;

  @SuppressWarnings("NullAway.Init")
  private GroupCommit<QuarantinedRequest, QuarantineResult> strangers;

  @SuppressWarnings("NullAway.Init")
  private StrangersRate strangersRate;

  public PersistenceVerticle(
      Settings settings,
      PostgresPools pools,
      CommitGate gate,
      LeadSink sink,
      LeadArchive archive,
      InstantSource clock,
      Metrics metrics,
      Telemetry telemetry) {
    this.settings = settings;
    this.pools = pools;
    this.gate = gate;
    this.sink = sink;
    this.archive = archive;
    this.clock = clock;
    this.metrics = metrics;
    this.telemetry = telemetry;
  }

  @Override
  public Future<?> start() {
    house = new Housekeeping(vertx, settings, pools.admins(), clock, telemetry, () -> closing);
    Settings.Postgres postgres = settings.postgres();
    leads = lane(Lane.LEADS, new LeadTable(), postgres.leadConnections());
    keyedLeads =
        lane(
            Lane.KEYED_LEADS,
            new KeyedLeadTable(settings.lead().idempotencyWindow()),
            postgres.keyedLeadConnections());
    QuarantineSettings bounds = settings.quarantine();
    quarantine =
        lane(
            Lane.QUARANTINE,
            new QuarantineTable(true, bounds.signedRowsMax()),
            postgres.quarantineConnections());
    strangers =
        lane(
            Lane.STRANGERS,
            new QuarantineTable(false, bounds.strangersRowsMax()),
            STRANGERS_CONNECTIONS,
            LaneLimits.of(settings).resting(STRANGERS_REST));
    strangersRate = new StrangersRate(bounds.strangersPerSecond(), System.nanoTime());
    return house
        .makePartitions()
        .compose(made -> serve())
        .onSuccess(
            serving -> {
              running = true;
              if (!closing) {
                house.start();
              }
            });
  }

  private <T, R> GroupCommit<T, R> lane(Lane lane, BatchTable<T, R> table, int connections) {
    return lane(lane, table, connections, LaneLimits.of(settings));
  }

  private <T, R> GroupCommit<T, R> lane(
      Lane lane, BatchTable<T, R> table, int connections, LaneLimits limits) {
    PgConnectOptions options = PostgresOptions.connect(settings);
    List<BatchConnection> slots =
        IntStream.range(0, connections).mapToObj(i -> new BatchConnection(vertx, options)).toList();
    GroupCommit<T, R> commit =
        new GroupCommit<>(
            vertx, lane, table, slots, gate, limits, house::makePartitions, telemetry);
    metrics.gauges().watchInflight(lane, commit::rowsWaiting);
    return commit;
  }

  private Future<?> serve() {
    LeadSearch search = new LeadSearch(pools.searches());
    archive.serve(
        id -> told(search.find(id)),
        query -> told(search.search(query)),
        query -> told(QuarantineSearch.list(pools.searches(), query)),
        id -> told(QuarantineSearch.find(pools.searches(), id)));
    return sink.serveQuarantine(this::quarantine)
        .completion()
        .compose(serving -> sink.serveLeads(leads::submit, keyedLeads::submit));
  }

  private Future<QuarantineResult> quarantine(QuarantinedRequest request) {
    if (request.reason().isSigned()) {
      return quarantine.submit(List.of(request)).map(List::getFirst);
    }
    return strangersRate.takes(request.body().length, System.nanoTime())
        ? strangers.submit(List.of(request)).map(List::getFirst)
        : Future.succeededFuture(new QuarantineResult.Overflowed(QuarantineBound.RATE));
  }

  /** The asker is told only that it failed. */
  private <T> Future<T> told(Future<T> reading) {
    return reading.onFailure(
        failure ->
            telemetry.emit(
                new Event.StorageFailed("reading", Optional.empty(), SqlFailure.cause(failure))));
  }

  @Override
  public Future<?> stop() {
    house.stop();
    return Future.succeededFuture();
  }

  /** From now on nothing waits longer than this: the gateway is about to stop. On any thread. */
  public void hurry(Duration left) {
    if (running) {
      context.runOnContext(
          now -> {
            house.stop();
            lanes().forEach(lane -> lane.hurry(left));
          });
    }
  }

  /** The pools are about to be closed, however far the start has got. On any thread. */
  public void closing() {
    closing = true;
  }

  /** Completes when nothing waits any more. On any thread. */
  public Future<Void> drain() {
    Promise<Void> drained = Promise.promise();
    if (!running) {
      return Future.succeededFuture();
    }
    context.runOnContext(
        now ->
            vertx.setPeriodic(
                0,
                DRAIN_LOOK_MILLIS,
                timer -> {
                  if (lanes().allMatch(lane -> lane.rowsWaiting() == 0)) {
                    vertx.cancelTimer(timer);
                    drained.tryComplete();
                  }
                }));
    return drained.future();
  }

  private Stream<GroupCommit<?, ?>> lanes() {
    return Stream.of(leads, keyedLeads, quarantine, strangers);
  }
}
