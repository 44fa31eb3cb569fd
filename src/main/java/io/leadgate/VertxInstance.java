package io.leadgate;

import io.leadgate.bus.BusAddress;
import io.leadgate.config.Settings;
import io.leadgate.halt.EventLoopWatch;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;

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
  static Vertx open(Settings settings) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(settings.http().eventLoopsHere() + 1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    BusAddress.prepare(vertx);
    EventLoopWatch.start((VertxInternal) vertx);
    return vertx;
  }
}
