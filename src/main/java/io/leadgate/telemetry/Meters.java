package io.leadgate.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Makes meters for each value of a closed set, so that the number of time series is bounded. */
final class Meters {

  private static final Duration[] BUCKETS = {
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
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Holds a meter for each code of a closed set. Every meter exists from the start, at 0. */
  static final class Each<E extends Enum<E>, M> {
    private final Map<E, M> meters;

    private Each(EnumSet<E> codes, Function<E, M> make) {
      meters = new HashMap<>();
      for (E code : codes) {
        meters.put(code, make.apply(code));
      }
    }

    M of(E code) {
      M meter = meters.get(code);
      if (meter == null) {
        throw new IllegalArgumentException("no meter for " + code);
      }
      return meter;
    }
  }

  static <E extends Enum<E>, M> Each<E, M> each(Class<E> codes, Function<E, M> make) {
    return each(EnumSet.allOf(codes), make);
  }

  static <E extends Enum<E>, M> Each<E, M> each(EnumSet<E> codes, Function<E, M> make) {
    return new Each<>(codes, make);
  }

  Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  Timer timer(String name, String description, String... tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  DistributionSummary sizes(String name, String description, String... tags) {
    return DistributionSummary.builder(name)
        .description(description)
        .tags(Tags.of(tags))
        .serviceLevelObjectives(1, 4, 16, 64, 256, 1024)
        .register(registry);
  }
}
