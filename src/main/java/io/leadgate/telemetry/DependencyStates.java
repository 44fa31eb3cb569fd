package io.leadgate.telemetry;

import io.leadgate.domain.Standbys;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Learns from the events which dependency is up, and since when. Every dependency begins as down.
 * Thread-safe.
 */
public final class DependencyStates implements Telemetry {

  private static final Standbys UNKNOWN = new Standbys.Unknown();

  private final Map<Dependency, State> states = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private volatile Standbys standbys = UNKNOWN;

  public record State(boolean up, Instant since) {}

  public DependencyStates(InstantSource clock) {
    this.clock = clock;
    for (Dependency dependency : Dependency.values()) {
      states.put(dependency, new State(false, clock.instant()));
    }
  }

  @Override
  public void emit(Event event) {
    if (event instanceof Event.DependencyUp up) {
      states.put(up.dependency(), new State(true, clock.instant()));
    } else if (event instanceof Event.DependencyDown down) {
      states.put(down.dependency(), new State(false, clock.instant()));
    } else if (event instanceof Event.StandbysChanged changed) {
      standbys = changed.standbys();
    }
  }

  boolean isUp(Dependency dependency) {
    State state = states.get(dependency);
    return state != null && state.up();
  }

  /** The standbys of Postgres; unknown while Postgres is down. */
  public Standbys standbys() {
    return isUp(Dependency.POSTGRES) ? standbys : UNKNOWN;
  }

  public Map<Dependency, State> current() {
    return Map.copyOf(states);
  }
}
