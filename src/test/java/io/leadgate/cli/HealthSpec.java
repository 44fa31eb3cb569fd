package io.leadgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.process.FreePort;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks real gateways for their health by the command. */
class HealthSpec {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::", "localhost"})
  void runningGatewayIsHealthy(String host) {
    Map<String, String> settings = settings(FreePort.find(), host);
    try (RunningGateway gateway = RunningGateway.start(settings)) {
      assertThat(gateway.management().get("/health/ready").status()).isEqualTo(200);
      Ran ran = Ran.command(settings, "health");

      assertThat(ran.err()).isEmpty();
      assertThat(ran.status()).isZero();
      assertThat(ran.out()).isEqualToIgnoringNewLines("ready");
    }
  }

  @Test
  void absentGatewayIsNotHealthy() {
    int port = FreePort.find();
    Ran ran = Ran.command(settings(port, "127.0.0.1"), "health");

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .startsWith(
            "leadgate is not ready: http://127.0.0.1:" + port + "/health/ready does not answer: ");
  }

  private static Map<String, String> settings(int port, String host) {
    return Map.of(
        "LEADGATE_MANAGEMENT_PORT", Integer.toString(port), "LEADGATE_MANAGEMENT_HOST", host);
  }
}
