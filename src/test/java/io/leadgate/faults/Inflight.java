package io.leadgate.faults;

import io.leadgate.support.GatewayProcess;
import io.leadgate.support.Scrape;
import io.leadgate.support.process.Await;
import java.time.Duration;

/** Reads from a gateway's metrics how many leads wait for their commit. */
final class Inflight {

  private static final Duration MAX = Duration.ofSeconds(30);

  private Inflight() {}

  static void await(GatewayProcess gateway, int leads) {
    Await.until(
        leads + " leads wait for their commit",
        MAX,
        () -> Scrape.sum(gateway.management(), "leadgate_inflight_leads") == leads);
  }
}
