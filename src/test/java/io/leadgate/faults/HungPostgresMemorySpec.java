package io.leadgate.faults;

import io.leadgate.attack.Addresses;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sends large leads to a gateway with a heap of 64 MiB while Postgres stands still. Leads are
 * stored or answered 503 with Retry-After, and stored again soon after Postgres goes on.
 */
@Tag("faults")
class HungPostgresMemorySpec {

  private static final Duration LENGTH = Duration.ofSeconds(5);
  private static final UnderAttack GATEWAY = UnderAttack.smallHeapOnOwnPostgres();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void largeLeadsFromOneAddressAreStoredOrPutOff() {
    GATEWAY.assertRecovered(LENGTH, attacks -> attacks.largeLeads(600, 60, Addresses.ONE));
  }

  @Test
  void largeLeadsFromManyAddressesAreStoredOrPutOff() {
    GATEWAY.assertRecovered(LENGTH, attacks -> attacks.largeLeads(600, 60, Addresses.MANY));
  }
}
