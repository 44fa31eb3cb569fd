package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.InjectedFault;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stops event loops inside a gateway: the process ends, and does not go on without them. */
@Tag("faults")
class EventLoopWatchSpec {

  /** The watch waits 10 s, which may be several times as long on a busy machine. */
  private static final Duration END_MAX = Duration.ofMinutes(1);

  private static final Duration FROZEN = Duration.ofSeconds(12);
  private static final Duration STOP_MAX = Duration.ofSeconds(15);

  private static final OwnPostgres POSTGRES = new OwnPostgres();

  /** A gateway for each fault. All are broken at the same time, so that their waits overlap. */
  private static final Map<InjectedFault, GatewayProcess> BROKEN =
      new EnumMap<>(InjectedFault.class);

  @AfterAll
  static void closePostgres() {
    BROKEN.values().forEach(GatewayProcess::close);
    POSTGRES.close();
  }

  @ParameterizedTest
  @CsvSource({
    "EVENT_LOOP_HANGS, vert.x-eventloop-thread-, InjectedFault.hang",
    "ACCEPTOR_HANGS, vert.x-acceptor-thread-, InjectedFault.hang",
    "EVENT_LOOP_ENDS, vert.x-eventloop-thread-, has ended",
  })
  void silentEventLoopEndsTheProcess(InjectedFault fault, String thread, String state) {
    if (BROKEN.isEmpty()) {
      breakEach();
    }
    GatewayProcess gateway = Objects.requireNonNull(BROKEN.get(fault));

    assertThat(gateway.exitStatus(END_MAX)).isEqualTo(3);
    assertThat(gateway.output().lines().filter(line -> !line.startsWith("{")))
        .singleElement(as(STRING))
        .startsWith("leadgate ends: " + thread)
        .contains("has run nothing for 10 s", state);
  }

  private static void breakEach() {
    for (InjectedFault fault :
        List.of(
            InjectedFault.EVENT_LOOP_HANGS,
            InjectedFault.ACCEPTOR_HANGS,
            InjectedFault.EVENT_LOOP_ENDS)) {
      BROKEN.put(fault, GatewayProcess.start(POSTGRES.environment(Map.of())));
    }
    BROKEN.forEach((fault, gateway) -> gateway.inject(fault));
  }

  @Test
  void processThatWasFrozenAsAWholeGoesOn() {
    try (GatewayProcess gateway = GatewayProcess.start(POSTGRES.environment(Map.of()))) {
      Fixtures fixtures = gateway.fixtures(POSTGRES.database());
      Campaign campaign = fixtures.campaign();
      Http vendor = gateway.api().bearer(fixtures.token("lead_receiver"));

      gateway.signal("STOP");
      assertThat(Await.holds(FROZEN, () -> !gateway.isAlive())).isFalse();
      gateway.signal("CONT");

      assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
      gateway.signal("TERM");
      assertThat(gateway.exitStatus(STOP_MAX)).isZero();
    }
  }
}
