package io.leadgate.telemetry;

import io.leadgate.domain.OAuthError;
import io.leadgate.telemetry.Event.Tier;
import io.leadgate.telemetry.Meters.Each;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;

/** Counts the events for Prometheus. Every label comes from a closed set. Thread-safe. */
public final class Metrics implements Telemetry, AutoCloseable {

  private final PrometheusMeterRegistry registry = make();
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Meters meters = new Meters(registry);
  private final Gauges gauges = new Gauges(registry);

  private final Counter received =
      meters.counter("leadgate.leads.received", "Items that came to the receiver");
  private final Each<LeadOutcome, Counter> outcomes =
      Meters.each(
          LeadOutcome.class,
          outcome ->
              meters.counter(
                  "leadgate.leads", "Received items by their outcome", "outcome", outcome.code()));
  private final Timer acknowledged =
      meters.timer("leadgate.lead.ack", "Time from a lead's head to its answer");
  private final Counter tests =
      meters.counter("leadgate.tests", "Items that were sent as tests, checked and not stored");
  private final QuarantineMeters quarantine = new QuarantineMeters(meters);
  private final Each<Tier, Counter> goodChecks = checks("good");
  private final Each<Tier, Counter> badChecks = checks("bad");
  private final Counter tokensIssued =
      meters.counter("leadgate.tokens.issued", "Access tokens issued");
  private final Each<OAuthError, Counter> tokensRefused =
      Meters.each(
          OAuthError.class,
          error ->
              meters.counter(
                  "leadgate.tokens.refused",
                  "Requests for a token that were refused",
                  "error",
                  error.label()));
  private final RefusalMeters refused = new RefusalMeters(meters);
  private final AdminMeters admins = new AdminMeters(meters);
  private final Timer revocationLag =
      meters.timer(
          "leadgate.token.revocation.lag",
          "Time from the change of a credential or the revocation of a token until it takes effect here");
  private final Each<Lane, Timer> commits =
      Meters.each(
          Lane.class,
          lane ->
              meters.timer(
                  "leadgate.commit",
                  "Time from sending a batch to its commit",
                  "lane",
                  lane.code()));
  private final Each<Lane, DistributionSummary> batches =
      Meters.each(
          Lane.class,
          lane ->
              meters.sizes(
                  "leadgate.batch.leads", "Rows in a committed batch", "lane", lane.code()));
  private final Each<Lane, Counter> retries =
      countOfEachLane("leadgate.batch.retries", "Batches tried again");
  private final Each<Lane, Counter> trials =
      countOfEachLane(
          "leadgate.batch.trials", "Refused batches whose rows were written one by one");
  private final Each<Lane, Counter> rowsFailing =
      countOfEachLane("leadgate.rows.failing", "Rows that were found to fail alone");
  private final Each<Lane, Counter> connectionsNotOpened =
      countOfEachLane("leadgate.connections.not.opened", "Failed tries to open a connection");

  private final Each<ListenerName, Each<ConnectionEnd, Counter>> connectionsEnded =
      Meters.each(
          ListenerName.class,
          listener ->
              Meters.each(
                  ConnectionEnd.class,
                  why ->
                      meters.counter(
                          "leadgate.connections.ended",
                          "Connections that were closed or turned away at a bound",
                          "listener",
                          listener.code(),
                          "cause",
                          why.code())));
  private final Timer eventLoopLag =
      meters.timer("leadgate.event.loop.lag", "Time for which a task waits for its event loop");
  private final Counter keysSwept =
      meters.counter("leadgate.idempotency.keys.swept", "Expired idempotency keys deleted");
  private final Counter hashesBuilt =
      meters.counter(
          "leadgate.duplicate.hashes.built", "Hashes of stored leads made for a duplicate rule");
  private final Counter hashesSwept =
      meters.counter(
          "leadgate.duplicate.hashes.swept", "Hashes deleted that no duplicate rule needs");
  private final Counter duplicatesExpired =
      meters.counter(
          "leadgate.quarantine.duplicates.expired",
          "Refused duplicates deleted because of their age");
  private final Counter redisRefusals =
      meters.counter("leadgate.redis.refusals", "Calls that Redis answered with an error");

  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /** Makes a registry without the two meters whose names promtool refuses. */
  private static PrometheusMeterRegistry make() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry
        .config()
        .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
        .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
    return registry;
  }

  private Each<Tier, Counter> checks(String outcome) {
    return Meters.each(
        Tier.class,
        tier ->
            meters.counter(
                "leadgate.token.checks",
                "Tokens checked, by where the answer was found",
                "tier",
                tier.code(),
                "outcome",
                outcome));
  }

  @Override
  public void emit(Event event) {
    switch (event) {
      case Event.LeadReceived lead -> received.increment();
      case Event.LeadAnswered lead -> {
        outcomes.of(lead.outcome()).increment();
        acknowledged.record(lead.nanos(), TimeUnit.NANOSECONDS);
      }
      case Event.TestAnswered test -> tests.increment();
      case Event.RequestQuarantined request -> quarantine.kept(request);
      case Event.QuarantineOverflowed request -> quarantine.notKept(request);
      case Event.TokenIgnored token -> quarantine.ignored(token);
      case Event.TokenChecked check ->
          (check.good() ? goodChecks : badChecks).of(check.tier()).increment();
      case Event.TokenIssued token -> tokensIssued.increment();
      case Event.TokenRefused refused -> tokensRefused.of(refused.error()).increment();
      case Event.RequestRefused request -> refused.count(request.slug());
      case Event.TokensChanged changed -> revocationLag.record(changed.lag());
      case Event.BatchCommitted batch -> {
        commits.of(batch.lane()).record(batch.took());
        batches.of(batch.lane()).record(batch.rows());
      }
      case Event.BatchRetried retried -> retries.of(retried.lane()).increment();
      case Event.TrialBegun trial -> trials.of(trial.lane()).increment();
      case Event.RowFailing row -> rowsFailing.of(row.lane()).increment();
      case Event.ConnectionNotOpened connection ->
          connectionsNotOpened.of(connection.lane()).increment();
      case Event.ConnectionEnded ended ->
          connectionsEnded.of(ended.listener()).of(ended.why()).increment();
      case Event.KeysSwept swept -> keysSwept.increment(swept.keys());
      case Event.HashesBuilt built -> hashesBuilt.increment(built.hashes());
      case Event.HashesSwept swept -> hashesSwept.increment(swept.hashes());
      case Event.DuplicatesExpired expired -> duplicatesExpired.increment(expired.rows());
      case Event.RedisRefused refused -> redisRefusals.increment();
      case Event.GuessBlocked guess -> admins.blockedGuess();
      case Event.OpsFact fact -> admins.count(fact);
    }
  }

  private Each<Lane, Counter> countOfEachLane(String name, String description) {
    return Meters.each(Lane.class, lane -> meters.counter(name, description, "lane", lane.code()));
  }

  /** Records for how long a task has waited for its event loop, in ns. */
  public void eventLoopLag(long nanos) {
    eventLoopLag.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The registry of all metrics, for libraries that have metrics of their own. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Registers gauges in the same registry. */
  public Gauges gauges() {
    return gauges;
  }

  /** The Prometheus text format, version 0.0.4. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
