package io.leadgate.longwork;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.VerticleFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows the event loops of this JVM. Vert.x itself loads this class as a factory of verticles, so
 * that the gateway needs no hook. Thread-safe.
 */
public final class EventLoops implements VerticleFactory {

  private static final Set<EventExecutor> RUNNING = ConcurrentHashMap.newKeySet();

  /** All event loops that run now, of each Vert.x. */
  static Set<EventExecutor> running() {
    return Set.copyOf(RUNNING);
  }

  @Override
  public String prefix() {
    return "event-loops";
  }

  @Override
  public void init(Vertx vertx) {
    ((VertxInternal) vertx).nettyEventLoopGroup().forEach(EventLoops::add);
  }

  private static void add(EventExecutor loop) {
    RUNNING.add(loop);
    loop.terminationFuture().addListener(ended -> RUNNING.remove(loop));
  }
}
