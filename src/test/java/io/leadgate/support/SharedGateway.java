package io.leadgate.support;

import io.leadgate.support.process.AtEnd;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.Map;

/**
 * One gateway for all specs of a JVM that only talk to it, started when the first of them asks.
 * Each spec makes campaigns and credentials of its own on it, so none depends on another.
 */
public final class SharedGateway {

  private static final RunningGateway RUNNING = start();

  private SharedGateway() {}

  public static RunningGateway get() {
    return RUNNING;
  }

  private static RunningGateway start() {
    RunningGateway running = RunningGateway.start(Map.of());
    AtEnd.close(running::close);
    // Until then it does without, which is not what most specs are about.
    Await.until(
        "Redis is found",
        Duration.ofSeconds(30),
        () ->
            Scrape.value(running.management(), "leadgate_dependency_up{dependency=\"redis\"}")
                == 1);
    return running;
  }
}
