package io.leadgate.telemetry;

import io.leadgate.domain.Standbys;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Registers gauges, whose values are read at each scrape. Every label comes from a closed set.
 * Thread-safe.
 */
public final class Gauges {

  private final MeterRegistry registry;

  Gauges(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Shows how many leads wait in a lane, queued or in a batch, their bound, and how long the oldest
   * waits.
   *
   * @param inflight gives the number; called on any thread
   * @param oldest gives the wait; called on any thread
   */
  public void watchLane(Lane lane, IntSupplier inflight, int max, Supplier<Duration> oldest) {
    Gauge.builder("leadgate.oldest.wait", oldest, wait -> wait.get().toNanos() / 1e9)
        .description("How long the oldest lead waits for its commit")
        .baseUnit("seconds")
        .strongReference(true)
        .tags("lane", lane.code())
        .register(registry);
    Gauge.builder("leadgate.inflight.leads", inflight, IntSupplier::getAsInt)
        .description("Leads that wait for their commit")
        .strongReference(true)
        .tags("lane", lane.code())
        .register(registry);
    Gauge.builder("leadgate.inflight.max.leads", () -> max)
        .description("The bound of leadgate_inflight_leads")
        .strongReference(true)
        .tags("lane", lane.code())
        .register(registry);
  }

  /**
   * Shows how many connections of a listener are open.
   *
   * @param open gives the value; called on any thread
   */
  public void watchConnections(ListenerName listener, IntSupplier open) {
    Gauge.builder("leadgate.connections", open, IntSupplier::getAsInt)
        .description("Open connections")
        .strongReference(true)
        .tags("listener", listener.code())
        .register(registry);
  }

  /**
   * Shows how many bytes of a share of the memory budget are drawn.
   *
   * @param drawn gives the value; called on any thread
   */
  public void watchBudget(String share, LongSupplier drawn, long max) {
    Gauge.builder("leadgate.budget.bytes", drawn, LongSupplier::getAsLong)
        .description("Memory that unfinished requests hold, by the share that they draw it from")
        .strongReference(true)
        .tags("share", share)
        .register(registry);
    Gauge.builder("leadgate.budget.max.bytes", () -> max)
        .description("The bound of leadgate_budget_bytes")
        .strongReference(true)
        .tags("share", share)
        .register(registry);
  }

  /**
   * Shows how many bytes of direct memory the buffers of all connections take.
   *
   * @param used gives the value; called on any thread
   */
  public void watchDirectMemory(LongSupplier used, long max) {
    Gauge.builder("leadgate.direct.memory.bytes", used, LongSupplier::getAsLong)
        .description("Direct memory of the buffers of all connections")
        .strongReference(true)
        .register(registry);
    Gauge.builder("leadgate.direct.memory.max.bytes", () -> max)
        .description("The bound of leadgate_direct_memory_bytes, past which the process ends")
        .strongReference(true)
        .register(registry);
  }

  /**
   * Shows how many lead sources are silent.
   *
   * @param sources gives the number, NaN if it is unknown; called on any thread
   */
  public void watchSilentSources(DoubleSupplier sources) {
    Gauge.builder("leadgate.silent.lead.sources", sources, DoubleSupplier::getAsDouble)
        .description(
            "Active lead sources from which no lead has come for unusually long; NaN if unknown")
        .strongReference(true)
        .register(registry);
  }

  public void watchDependencies(DependencyStates states) {
    for (Dependency dependency : Dependency.values()) {
      Gauge.builder("leadgate.dependency.up", states, all -> all.isUp(dependency) ? 1 : 0)
          .description("1 if the dependency answers, otherwise 0")
          .tags("dependency", dependency.code())
          .register(registry);
    }
    Gauge.builder("leadgate.postgres.sync.standbys", states, all -> live(all.standbys()))
        .description(
            "Synchronous standbys that Postgres has now; NaN if unknown, for example without the role pg_read_all_stats")
        .register(registry);
  }

  private static double live(Standbys standbys) {
    return standbys instanceof Standbys.Seen seen ? seen.live() : Double.NaN;
  }
}
