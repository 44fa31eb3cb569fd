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

/** Vert.x as the gateway uses it. */
final class VertxInstance {

  private VertxInstance() {}

  /**
   * One event loop more than serve requests, for the commits. Vert.x hands out loops in turn, so
   * the verticles are deployed in an order that puts none of the HTTP verticles on it.
   *
   * <p>A watch ends the process when one of the event loops hangs; it stops when Vert.x is closed.
   *
   * <p>Without the file cache: it would be a directory in the temporary one, which a gateway that
   * is killed leaves behind, and which a read-only file system does not have.
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
    keepNoNames();
    EventLoopWatch.start((VertxInternal) vertx);
    return vertx;
  }

  /**
   * Changes the JSON mapper that all of Vert.x shares. vertx-auth-jwt reads the payload of a token
   * with it before the signature is checked, so it would keep strangers' names for the next texts,
   * however long.
   */
  @SuppressWarnings("deprecation") // Vert.x makes the mapper and offers no other way.
  private static void keepNoNames() {
    DatabindCodec.mapper().getFactory().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES);
  }
}
