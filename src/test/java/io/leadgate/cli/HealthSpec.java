package io.leadgate.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks real gateways for their health by the command. */
class HealthSpec {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::", "[::]", "localhost"})
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

  @ParameterizedTest
  @ValueSource(strings = {"::1", "[::1]"})
  void addressMayHaveBrackets(String host) {
    int port = FreePort.find();

    assertThat(Ran.command(settings(port, host), "health").err())
        .startsWith("leadgate is not ready: http://[::1]:" + port + "/health/ready does not");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my host", "a\nb", "a:b"})
  void badHostIsToldByItsSetting(String host) {
    Ran ran = Ran.command(settings(9090, host), "health");

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err().lines())
        .containsExactly("leadgate: management.host must be an address or the name of a host");
  }

  @Test
  void redirectIsNoAnswerOfAGateway() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(
          () -> {
            try (Socket caller = server.accept()) {
              caller
                  .getOutputStream()
                  .write("HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n".getBytes(US_ASCII));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      Ran ran = Ran.command(settings(server.getLocalPort(), "127.0.0.1"), "health");

      assertThat(ran.status()).isEqualTo(1);
      assertThat(ran.err()).endsWith("/health/ready answers 302" + System.lineSeparator());
    }
  }

  @Test
  void serverThatSendsAByteNowAndThenIsNotHealthy() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      threads.execute(() -> trickle(server));
      Ran ran = Ran.command(settings(server.getLocalPort(), "127.0.0.1"), "health");

      assertThat(ran.status()).isEqualTo(1);
      assertThat(ran.err()).contains("does not answer within 5 s");
      threads.shutdownNow();
    }
  }

  private static void trickle(ServerSocket server) {
    try (Socket caller = server.accept()) {
      caller.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(US_ASCII));
      while (!Thread.interrupted()) {
        caller.getOutputStream().write('x');
        Await.holds(Duration.ofMillis(200), () -> Thread.currentThread().isInterrupted());
      }
    } catch (IOException gone) {
      // The command has given up.
    }
  }

  private static Map<String, String> settings(int port, String host) {
    return Map.of(
        "LEADGATE_MANAGEMENT_PORT", Integer.toString(port), "LEADGATE_MANAGEMENT_HOST", host);
  }
}
