package io.leadgate.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.leadgate.support.GatewayProcess;
import io.leadgate.support.InjectedFault;
import io.leadgate.support.OwnPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs a gateway out of memory in each kind of place: the process ends with status 3 and one line.
 */
@Tag("faults")
class OutOfMemorySpec {

  private static final Duration END_MAX = Duration.ofMinutes(1);

  private static final OwnPostgres POSTGRES = new OwnPostgres();

  @AfterAll
  static void closePostgres() {
    POSTGRES.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.MATCH_ALL,
      names = "(HANDLER|CALLBACK|WORKER|TASK|THREAD)_IS_OUT_OF_MEMORY")
  void thrownErrorEndsTheProcessWithoutTheJvmOption(InjectedFault fault) {
    try (GatewayProcess gateway = withoutTheOption()) {
      gateway.inject(fault);

      assertEnds(gateway, InjectedFault.MESSAGE);
    }
  }

  @Test
  void errorOnAVendorsConnectionEndsTheProcess() throws IOException {
    try (GatewayProcess gateway = withoutTheOption();
        Socket vendor = new Socket(InetAddress.getLoopbackAddress(), gateway.httpPort())) {
      // An answer shows that the event loop has the connection.
      vendor.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      assertThat(vendor.getInputStream().read()).isEqualTo('H');

      gateway.inject(InjectedFault.CONNECTION_IS_OUT_OF_MEMORY, gateway.httpPort());

      assertEnds(gateway, InjectedFault.MESSAGE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LEADGATE_POSTGRES_URI", "LEADGATE_REDIS_URI"})
  void errorOnAServersConnectionEndsTheProcess(String server) {
    int port = URI.create(POSTGRES.environment(Map.of()).getOrDefault(server, "")).getPort();
    try (GatewayProcess gateway = withoutTheOption()) {
      gateway.inject(InjectedFault.CONNECTION_IS_OUT_OF_MEMORY, port);

      assertEnds(gateway, InjectedFault.MESSAGE);
    }
  }

  @Test
  void fullHeapEndsTheProcess() {
    try (GatewayProcess gateway = withoutTheOption()) {
      gateway.inject(InjectedFault.HEAP_IS_FULL);

      assertEnds(gateway, "Java heap space");
    }
  }

  @Test
  void fullHeapEndsTheProcessByTheJvmOptionToo() {
    try (GatewayProcess gateway = GatewayProcess.start(POSTGRES.environment(Map.of()))) {
      gateway.inject(InjectedFault.HEAP_IS_FULL);

      assertThat(gateway.exitStatus(END_MAX)).isEqualTo(3);
      assertThat(linesOutsideTheLog(gateway))
          .containsExactly("Terminating due to java.lang.OutOfMemoryError: Java heap space");
    }
  }

  /** The JVM's option covers memory that the JVM manages, which direct memory is not. */
  @Test
  void fullDirectMemoryEndsTheProcessDespiteTheJvmOption() {
    try (GatewayProcess gateway = GatewayProcess.start(POSTGRES.environment(Map.of()))) {
      gateway.inject(InjectedFault.DIRECT_MEMORY_IS_FULL);

      assertEnds(gateway, "irect");
    }
  }

  private static GatewayProcess withoutTheOption() {
    return GatewayProcess.startWithoutExitOnOutOfMemory(POSTGRES.environment(Map.of()));
  }

  private static void assertEnds(GatewayProcess gateway, String message) {
    assertThat(gateway.exitStatus(END_MAX)).as(gateway.output()).isEqualTo(3);
    assertThat(linesOutsideTheLog(gateway))
        .singleElement(as(STRING))
        .startsWith("leadgate ends: out of memory: ")
        .contains(message);
  }

  private static List<String> linesOutsideTheLog(GatewayProcess gateway) {
    return gateway.output().lines().filter(line -> !line.startsWith("{")).toList();
  }
}
