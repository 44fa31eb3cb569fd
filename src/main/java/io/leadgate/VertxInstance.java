package io.leadgate;

import io.leadgate.bus.BusAddress;
import io.leadgate.config.Settings;
import io.leadgate.halt.EventLoopWatch;
import io.leadgate.telemetry.Metrics;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.UUID;

/** Opens Vert.x with the options of the gateway. */
final class VertxInstance {

  private VertxInstance() {}

  /**
   * Opens Vert.x with an event loop for each HTTP verticle and a further event loop for the
   * commits. Vert.x assigns event loops in turn, and the order of deployment keeps HTTP verticles
   * off the event loop of the commits.
   *
   * <p>A watch ends the process when an event loop hangs; the watch stops when Vert.x is closed.
   *
   * <p>The file cache is disabled, because a killed gateway would leave its temporary directory
   * behind, and a read-only file system has no place for it.
   */
  static Vertx open(Settings settings, Metrics metrics) {
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setPreferNativeTransport(true)
                    .setEventLoopPoolSize(settings.http().eventLoopsHere() + 1)
                    .setMetricsOptions(ofPools())
                    .setFileSystemOptions(
                        new FileSystemOptions()
                            .setFileCachingEnabled(false)
                            .setClassPathResolvingEnabled(false)))
            .withMetrics(new MicrometerMetricsFactory(metrics.registry()))
            .build();
    BusAddress.prepare(vertx);
    EventLoopWatch.start((VertxInternal) vertx, metrics::eventLoopLag);
    return vertx;
  }

  /**
   * Vert.x's own metrics, of pools alone: the gateway counts requests itself, by what they are. The
   * library keeps registries by name for the whole JVM, so each instance has a name of its own.
   */
  private static MicrometerMetricsOptions ofPools() {
    MicrometerMetricsOptions options =
        new MicrometerMetricsOptions()
            .setEnabled(true)
            .setRegistryName(UUID.randomUUID().toString());
    EnumSet.complementOf(EnumSet.of(MetricsDomain.NAMED_POOLS))
        .forEach(options::addDisabledMetricsCategory);
    // Clients have categories by their names.
    return options.addDisabledMetricsCategory("redis").addDisabledMetricsCategory("sql");
  }
}
