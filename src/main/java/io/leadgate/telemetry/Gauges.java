package io.leadgate.telemetry;

import io.leadgate.domain.Standbys;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Gauges whose values each scrape asks. Every label comes from a closed set. */
public final class Gauges {

  private final MeterRegistry registry;

  Gauges(MeterRegistry registry) {
    this.registry = registry;
  }

  /** How many leads wait in a lane, queued or in a batch; asked on any thread. */
  public void watchInflight(Lane lane, IntSupplier inflight) {
    Gauge.builder("leadgate.inflight.leads", inflight, IntSupplier::getAsInt)
        .description("Leads that wait for their commit")
        .strongReference(true)
        .tags("lane", lane.code())
        .register(registry);
  }

  /** How many connections of a listener are open; asked on any thread. */
  public void watchConnections(ListenerName listener, IntSupplier open) {
    Gauge.builder("leadgate.connections", open, IntSupplier::getAsInt)
        .description("Open connections")
        .strongReference(true)
        .tags("listener", listener.code())
        .register(registry);
  }

  /** How many bytes of a share of the memory budget are drawn; asked on any thread. */
  public void watchBudget(String share, LongSupplier drawn, long max) {
    Gauge.builder("leadgate.budget.bytes", drawn, LongSupplier::getAsLong)
        .description("Memory that requests under way hold, by the share that they draw it from")
        .strongReference(true)
        .tags("share", share)
        .register(registry);
    Gauge.builder("leadgate.budget.max.bytes", () -> max)
        .description("The bound of leadgate_budget_bytes")
        .strongReference(true)
        .tags("share", share)
        .register(registry);
  }

  public void watchDependencies(DependencyStates states) {
    for (Dependency dependency : Dependency.values()) {
      Gauge.builder("leadgate.dependency.up", states, all -> all.isUp(dependency) ? 1 : 0)
          .description("1 where the dependency answers")
          .tags("dependency", dependency.code())
          .register(registry);
    }
    Gauge.builder("leadgate.postgres.sync.standbys", states, all -> live(all.standbys()))
        .description(
            "Synchronous standbys that Postgres has now; NaN where that is not known, as without the right pg_read_all_stats")
        .register(registry);
  }

  private static double live(Standbys standbys) {
    return standbys instanceof Standbys.Seen seen ? seen.live() : Double.NaN;
  }
}
