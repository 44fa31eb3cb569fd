package io.leadgate.telemetry;

import io.leadgate.domain.QuarantineReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** Counts the events for Prometheus. Every label comes from a closed set, so series are bounded. */
public final class Metrics implements Telemetry, AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  private final Counter received =
      counter("leadgate.leads.received", "Items that came to the receiver", Tags.empty());
  private final Map<LeadOutcome, Counter> outcomes =
      perCode(
          LeadOutcome.class,
          outcome ->
              counter(
                  "leadgate.leads",
                  "What became of each received item",
                  Tags.of("outcome", outcome.code())));
  private final Timer acknowledged =
      timer("leadgate.lead.ack", "From a lead's head to its answer", Tags.empty());
  private final Map<QuarantineReason, Counter> quarantined =
      perCode(
          QuarantineReason.class,
          reason ->
              counter(
                  "leadgate.quarantined",
                  "Requests kept in the quarantine",
                  Tags.of("reason", reason.code())));
  private final Map<QuarantineReason, Counter> ignored =
      perCode(
          QuarantineReason.class,
          reason ->
              counter(
                  "leadgate.tokens.ignored",
                  "Bad tokens at campaigns that ask for none",
                  Tags.of("reason", reason.code())));
  private final Map<Event.Tier, Counter> goodChecks = checks("good");
  private final Map<Event.Tier, Counter> badChecks = checks("bad");
  private final Counter tokensIssued =
      counter("leadgate.tokens.issued", "Access tokens issued", Tags.empty());
  private final Map<Lane, Timer> commits =
      perCode(
          Lane.class,
          lane -> timer("leadgate.commit", "From sending a batch to its commit", tag(lane)));
  private final Map<Lane, DistributionSummary> batches =
      perCode(
          Lane.class,
          lane ->
              DistributionSummary.builder("leadgate.batch.leads")
                  .description("Rows in a committed batch")
                  .tags(tag(lane))
                  .serviceLevelObjectives(1, 4, 16, 64, 256, 1024)
                  .register(registry));
  private final Map<Lane, Counter> retries =
      perCode(
          Lane.class,
          lane -> counter("leadgate.batch.retries", "Batches tried again", tag(lane)));

  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  @Override
  public void emit(Event event) {
    switch (event) {
      case Event.LeadReceived ignoredEvent -> received.increment();
      case Event.LeadAnswered answered -> {
        of(outcomes, answered.outcome()).increment();
        acknowledged.record(answered.nanos(), TimeUnit.NANOSECONDS);
      }
      case Event.RequestQuarantined request -> of(quarantined, request.reason()).increment();
      case Event.TokenIgnored token -> of(ignored, token.reason()).increment();
      case Event.TokenChecked check ->
          of(check.good() ? goodChecks : badChecks, check.tier()).increment();
      case Event.TokenIssued ignoredEvent -> tokensIssued.increment();
      case Event.TokenRefused refused ->
          counter(
                  "leadgate.tokens.refused",
                  "Requests for a token that were refused",
                  Tags.of("error", refused.error()))
              .increment();
      case Event.BatchCommitted batch -> {
        of(commits, batch.lane()).record(batch.took());
        of(batches, batch.lane()).record(batch.rows());
      }
      case Event.BatchRetried retried -> of(retries, retried.lane()).increment();
      case Event.RowRefused ignoredEvent -> {}
      case Event.LeadsExpired ignoredEvent -> {}
      case Event.StateLoaded ignoredEvent -> {}
      case Event.DependencyUp ignoredEvent -> {}
      case Event.DependencyDown ignoredEvent -> {}
      case Event.UnexpectedFailure ignoredEvent -> {}
      case Event.WaitingForPostgres ignoredEvent -> {}
      case Event.PartitionsMade ignoredEvent -> {}
      case Event.Started ignoredEvent -> {}
      case Event.Stopping ignoredEvent -> {}
      case Event.Stopped ignoredEvent -> {}
    }
  }

  /** How many leads wait in a lane, queued or in a batch; read from any thread. */
  public void watchInflight(Lane lane, IntSupplier inflight) {
    Gauge.builder("leadgate.inflight.leads", inflight, IntSupplier::getAsInt)
        .description("Leads that wait for their commit")
        .strongReference(true)
        .tags(tag(lane))
        .register(registry);
  }

  /** Whether each dependency answers. */
  public void watchDependencies(DependencyStates states) {
    for (Dependency dependency : Dependency.values()) {
      Gauge.builder(
              "leadgate.dependency.up",
              states,
              all -> of(all.current(), dependency).up() ? 1.0 : 0.0)
          .description("1 where the dependency answers")
          .tags("dependency", dependency.code())
          .register(registry);
    }
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

  private Map<Event.Tier, Counter> checks(String outcome) {
    return perCode(
        Event.Tier.class,
        tier ->
            counter(
                "leadgate.token.checks",
                "Tokens checked, by where the answer was found",
                Tags.of("tier", tier.code(), "outcome", outcome)));
  }

  private Counter counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  private Timer timer(String name, String description, Iterable<Tag> tags) {
    MeterRegistry target = registry;
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10))
        .register(target);
  }

  private static Tags tag(Lane lane) {
    return Tags.of("lane", lane.code());
  }

  private static <E extends Enum<E>, M> Map<E, M> perCode(Class<E> codes, Function<E, M> meter) {
    Map<E, M> meters = new EnumMap<>(codes);
    for (E code : codes.getEnumConstants()) {
      meters.put(code, meter.apply(code));
    }
    return meters;
  }

  private static <E extends Enum<E>, M> M of(Map<E, M> meters, E code) {
    M meter = meters.get(code);
    if (meter == null) {
      throw new IllegalArgumentException("no meter for " + code);
    }
    return meter;
  }
}
