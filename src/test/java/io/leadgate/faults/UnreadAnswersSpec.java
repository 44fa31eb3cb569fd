package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sends requests without a pause, and reads no answer. */
@Tag("faults")
class UnreadAnswersSpec {

  private static final int CONNECTIONS = 8;
  private static final int WRITES = 200;
  private static final byte[] REQUESTS =
      "GET /v1/leads HTTP/1.1\r\nHost: x\r\n\r\n"
          .repeat(1_000)
          .getBytes(StandardCharsets.ISO_8859_1);

  /** All answers would be half a gigabyte; the gateway has a heap of 256 MiB. */
  @Test
  void unreadAnswersDoNotFillTheMemory() throws Exception {
    try (TestDatabase database = SharedServers.newDatabase();
        GatewayProcess gateway =
            GatewayProcess.start(RunningGateway.environment(database, Map.of()))) {
      Fixtures fixtures = gateway.fixtures(database);
      Http vendor = gateway.api().bearer(fixtures.token("lead_receiver"));
      String leads = fixtures.campaign().leads();
      writeAndNotRead(gateway.api().port());

      assertThat(vendor.post(leads, LEAD).status()).isEqualTo(201);
      assertThat(gateway.standardError())
          .doesNotContain("OutOf")
          .doesNotContain("unexpected failure");
    }
  }

  private static void writeAndNotRead(int port) throws IOException {
    List<Socket> connections = new ArrayList<>();
    AtomicInteger written = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket connection = new Socket(InetAddress.getLoopbackAddress(), port);
        connections.add(connection);
        threads.execute(() -> write(connection, written));
      }
      // Does not have to hold: the gateway may stop reading, which bounds the memory too.
      Await.holds(Duration.ofSeconds(10), () -> written.get() == CONNECTIONS * WRITES);
      for (Socket connection : connections) {
        connection.close();
      }
    }
  }

  private static void write(Socket connection, AtomicInteger written) {
    try {
      for (int i = 0; i < WRITES; i++) {
        connection.getOutputStream().write(REQUESTS);
        written.incrementAndGet();
      }
    } catch (IOException closed) {
      // The gateway or the end of the test closed the connection.
    }
  }
}
