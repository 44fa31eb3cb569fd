package io.leadgate.persistence;

import static io.leadgate.support.Fixtures.LEAD;

import io.leadgate.bus.BusAddress;
import io.leadgate.bus.IngestBus;
import io.leadgate.bus.LeadSink;
import io.leadgate.bus.SearchBus;
import io.leadgate.config.Settings;
import io.leadgate.config.SettingsLoader;
import io.leadgate.domain.Contact;
import io.leadgate.domain.Fingerprint;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Judgement;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadHash;
import io.leadgate.domain.PostFormat;
import io.leadgate.domain.QuarantineLane;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.RequestRate;
import io.leadgate.persistence.lane.LaneLimits;
import io.leadgate.postgres.BatchConnection;
import io.leadgate.postgres.CommitGate;
import io.leadgate.postgres.Migrations;
import io.leadgate.postgres.PostgresDriver;
import io.leadgate.postgres.PostgresOptions;
import io.leadgate.receiver.LeadIds;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.TestDatabase;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Lane;
import io.leadgate.telemetry.Metrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Runs the persistence alone on a real Postgres, so that tests can hand over rows that the receiver
 * would refuse. Each lane has a single connection, unless a test says otherwise: rows that arrive
 * while the connection is busy form one batch.
 */
final class RunningPersistence implements AutoCloseable {

  private static final long MAX_SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Pool pool;
  private final FeedBase feedBase;
  private final Metrics metrics = new Metrics();
  private final LeadSink sink;
  private final Duration keyLife;
  private final LeadIds ids = new LeadIds(rising());
  private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();

  RunningPersistence(TestDatabase database, Map<String, String> changes) {
    this(database, changes, 1);
  }

  /**
   * @param connections the number of connections of each lane of leads
   */
  RunningPersistence(TestDatabase database, Map<String, String> changes, int connections) {
    Map<String, String> environment = RunningGateway.environment(database, changes);
    Settings settings = SettingsLoader.load(environment);
    keyLife = settings.lead().idempotencyWindow();
    BusAddress.prepare(vertx);
    IngestBus ingest = IngestBus.of(vertx, settings.storage());
    sink = new LeadSink(vertx, ingest);
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(2))
            .connectingTo(PostgresOptions.connect(settings))
            .using(vertx)
            .build();
    feedBase = new FeedBase(pool, events::add);
    CommitGate gate = new CommitGate(settings, events::add);
    Housekeeping housekeeping =
        new Housekeeping(
            vertx,
            new Partitions(pool, InstantSource.system(), events::add),
            new QuarantineCount(pool, events::add),
            new DuplicatesRetention(
                pool,
                settings.quarantine().duplicatesRetention(),
                InstantSource.system(),
                events::add),
            new ContactSummaries(pool, InstantSource.system()),
            new KeySweep(
                vertx,
                new BatchConnection(
                    vertx, PostgresDriver.toAnyDatabase(), KeySweep.connect(settings.postgres())),
                settings.lead().idempotencySweep(),
                events::add),
            new SilentSources(pool, InstantSource.system()),
            events::add);
    PersistenceVerticle verticle =
        new PersistenceVerticle(
            ingest,
            SearchBus.of(vertx),
            lanes(settings, gate, housekeeping, connections),
            new LeadSearch(pool, new LeadOrigins(pool)),
            new LeadOrigins(pool),
            new QuarantineSearch(pool),
            feedBase,
            housekeeping);
    await(
        vertx
            .executeBlocking(new Migrations(settings.postgres().uri(), Duration.ZERO)::run)
            .compose(migrated -> vertx.deployVerticle(verticle)));
  }

  /** Random bits for ids that rise in the order of their making, as those of an array do. */
  private static RandomGenerator rising() {
    long random = new SecureRandom().nextInt() & 0x3FFF_FFFFL;
    AtomicLong calls = new AtomicLong();
    return () -> {
      long call = calls.getAndIncrement();
      return call % 2 == 0 ? 0 : (random << 32) | (call / 2);
    };
  }

  private Lanes lanes(
      Settings settings, CommitGate gate, Housekeeping housekeeping, int connections) {
    LaneLimits limits = LaneLimits.ofLeads(settings);
    KeysUnderWay keysUnderWay = new KeysUnderWay();
    return new Lanes(
        lane(Lane.LEADS, new LeadTable(), connections, limits, settings, gate, housekeeping),
        lane(Lane.KEYED_LEADS, new LeadTable(), connections, limits, settings, gate, housekeeping),
        keysUnderWay,
        lane(Lane.LOOKS, new LeadLookTable(keysUnderWay), 1, limits, settings, gate, housekeeping),
        lane(
            Lane.SIGNED,
            new QuarantineTable(QuarantineLane.SIGNED, settings.quarantine().signedRowsMax()),
            settings.postgres().quarantineConnections(),
            LaneLimits.ofSigned(settings),
            settings,
            gate,
            housekeeping),
        lane(
            Lane.STRANGERS,
            new QuarantineTable(QuarantineLane.STRANGERS, settings.quarantine().strangersRowsMax()),
            1,
            LaneLimits.ofStrangers(settings),
            settings,
            gate,
            housekeeping),
        lane(
            Lane.DUPLICATES,
            new QuarantineTable(
                QuarantineLane.DUPLICATES, settings.quarantine().duplicatesRowsMax()),
            1,
            LaneLimits.ofDuplicates(settings),
            settings,
            gate,
            housekeeping),
        new RequestRate(settings.quarantine().strangersPerSecond(), System.nanoTime()));
  }

  private <T, R> GroupCommit<T, R> lane(
      Lane lane,
      BatchTable<T, R> table,
      int connections,
      LaneLimits limits,
      Settings settings,
      CommitGate gate,
      Housekeeping housekeeping) {
    GroupCommit<T, R> commit =
        new GroupCommit<>(
            vertx,
            lane,
            table,
            IntStream.range(0, connections)
                .mapToObj(i -> connection(lane, PostgresOptions.connectLane(settings)))
                .toList(),
            gate,
            connection -> Future.succeededFuture(),
            limits,
            housekeeping::makePartitions,
            events::add);
    metrics.gauges().watchLane(lane, commit::rowsWaiting, limits.queuedRows(), commit::oldestWait);
    return commit;
  }

  private BatchConnection connection(Lane lane, PgConnectOptions options) {
    return switch (lane) {
      case LEADS, KEYED_LEADS ->
          new BatchConnection(vertx, PostgresDriver.toAnyDatabase(), options, feedBase::check);
      case LOOKS, SIGNED, STRANGERS, DUPLICATES ->
          new BatchConnection(vertx, PostgresDriver.toAnyDatabase(), options);
    };
  }

  Lead lead(String fields) {
    return lead(1, fields, Optional.empty());
  }

  /** A lead of another campaign, and so of another owner. */
  Lead lead(int campaignId, String fields) {
    return lead(campaignId, fields, Optional.empty());
  }

  /** A lead with a key, whose fingerprint is computed from the fields. */
  Lead lead(String fields, String key) {
    Fingerprint fingerprint = Fingerprint.of(new TreeMap<>(Map.of("fields", fields)));
    return lead(1, fields, Optional.of(KeyRows.key(key, fingerprint, keyLife)));
  }

  /** A lead that a rule judges by these hashes. */
  Lead judged(String fields, LeadHash... hashes) {
    return lead(1, fields, Optional.empty(), List.of(hashes));
  }

  /** A lead whose judgement does not hold any more. */
  Lead misjudged() {
    return lead(1, LEAD, Optional.empty(), List.of(), () -> false);
  }

  private Lead lead(int campaignId, String fields, Optional<IdempotencyKey> key) {
    return lead(campaignId, fields, key, List.of());
  }

  private Lead lead(
      int campaignId, String fields, Optional<IdempotencyKey> key, List<LeadHash> hashes) {
    return lead(campaignId, fields, key, hashes, () -> true);
  }

  private Lead lead(
      int campaignId,
      String fields,
      Optional<IdempotencyKey> key,
      List<LeadHash> hashes,
      Judgement judgement) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new Lead(
        ids.next(now.toEpochMilli()),
        campaignId,
        Optional.empty(),
        now,
        "192.0.2.1",
        Contact.NONE,
        Optional.empty(),
        fields,
        key,
        hashes,
        judgement);
  }

  /** A request to a campaign that does not exist; the persistence does not read the campaign. */
  QuarantinedRequest badRequest(QuarantineReason reason) {
    return badRequest(reason, Optional.empty());
  }

  QuarantinedRequest badRequest(QuarantineReason reason, Optional<String> key) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new QuarantinedRequest(
        ids.next(now.toEpochMilli()).value(),
        1,
        PostFormat.CAMPAIGN,
        reason,
        Optional.empty(),
        now,
        "192.0.2.1",
        Optional.empty(),
        new byte[] {1},
        key,
        Optional.empty(),
        QuarantinedRequest.NOT_RELEASED);
  }

  /** Sends the request over the bus, in a bus message of its own. */
  Future<QuarantineResult> quarantine(QuarantinedRequest request) {
    return sink.quarantine(request);
  }

  /** Submits the leads at once, behind a lead that keeps the connection of their lane busy. */
  List<IngestResult> store(List<Lead> leads) {
    Lead first = leads.getFirst().idempotencyKey().isPresent() ? lead(LEAD, "first") : lead(LEAD);
    Future<IngestResult> busy = store(first);
    List<Future<IngestResult>> results = leads.stream().map(this::store).toList();
    await(busy);
    return results.stream().map(RunningPersistence::await).toList();
  }

  /** Stores a lead from one event loop, as an HTTP verticle does. */
  Future<IngestResult> store(Lead lead) {
    Promise<IngestResult> result = Promise.promise();
    context.runOnContext(turn -> sink.store(lead).onComplete(result));
    return result.future();
  }

  /** Stores leads in one turn of the event loop, and so in one bus request. */
  List<Future<IngestResult>> storeTogether(List<Lead> leads) {
    List<Promise<IngestResult>> results =
        leads.stream().map(lead -> Promise.<IngestResult>promise()).toList();
    context.runOnContext(
        turn -> {
          for (int i = 0; i < leads.size(); i++) {
            sink.store(leads.get(i)).onComplete(results.get(i));
          }
        });
    return results.stream().map(Promise::future).toList();
  }

  /** The number of rows that wait in the lane, as the metrics show it. */
  int inflight(Lane lane) {
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith("leadgate_inflight_leads{lane=\"" + lane.code() + "\"}"))
        .map(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  /** The events of a type that the persistence has emitted. */
  <E extends Event> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(MAX_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    await(pool.close());
    // Awaited separately, because work that follows the end of Vert.x cannot run on its event
    // loops.
    await(vertx.close());
  }
}
