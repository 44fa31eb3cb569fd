package io.leadgate.support;

import io.leadgate.support.process.ShutdownHook;
import java.util.Map;

/**
 * Runs a single gateway for all specs of a JVM that only send requests; it starts when the first
 * spec asks for it. Each spec makes its own campaigns and credentials there, so that no spec
 * depends on others.
 */
public final class SharedGateway {

  private static final RunningGateway RUNNING = start();

  private SharedGateway() {}

  public static RunningGateway get() {
    return RUNNING;
  }

  private static RunningGateway start() {
    RunningGateway running = RunningGateway.start(Map.of());
    ShutdownHook.register(running::close);
    // Until then the gateway works without Redis, which only a few specs are about.
    running.awaitRedis();
    return running;
  }
}
