package io.leadgate.faults;

import io.leadgate.support.Await;
import io.leadgate.support.GatewayProcess;
import java.time.Duration;

/** How many leads wait in a gateway for their commit, as its metrics tell. */
final class Inflight {

  private static final Duration MAX = Duration.ofSeconds(30);

  private Inflight() {}

  static void await(GatewayProcess gateway, int leads) {
    Await.until(leads + " leads wait", MAX, () -> now(gateway) == leads);
  }

  private static double now(GatewayProcess gateway) {
    return gateway
        .management()
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("leadgate_inflight_leads{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
