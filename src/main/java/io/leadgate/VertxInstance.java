package io.leadgate;

import com.fasterxml.jackson.core.JsonFactory;
import io.leadgate.bus.BusAddress;
import io.leadgate.config.Settings;
import io.leadgate.halt.EventLoopWatch;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.jackson.DatabindCodec;

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
    disableNameInterning();
    EventLoopWatch.start((VertxInternal) vertx);
    return vertx;
  }

  /**
   * Changes the shared JSON mapper of Vert.x. vertx-auth-jwt parses the payload of a token with
   * this mapper before it checks the signature, so the mapper would keep strangers' names of any
   * length for later texts.
   */
  @SuppressWarnings("deprecation") // Vert.x makes the mapper and offers no other way.
  private static void disableNameInterning() {
    DatabindCodec.mapper().getFactory().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES);
  }
}
