package io.leadgate.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.postgres.BatchConnection;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tests when a lane sends a batch, and on which connection. */
class BatchConnectionsTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final int BATCH = 512;
  private static final long BEGIN = -5;
  private static final long SOON = BEGIN + Duration.ofMillis(3).toNanos();
  private static final long SLOW = BEGIN + Duration.ofMillis(21).toNanos();

  private final List<BatchConnection> all =
      Stream.generate(() -> new BatchConnection(VERTX, new PgConnectOptions())).limit(2).toList();
  private final BatchConnections connections = new BatchConnections(all, BATCH);

  @AfterAll
  static void close() {
    VERTX.close();
  }

  @Test
  void rowsGatherWhileABatchIsInFlight() {
    assertThat(connections.isBatchDue(0, BEGIN)).isFalse();
    assertThat(connections.isBatchDue(1, BEGIN)).isTrue();
    BatchConnection first = connections.acquire(BEGIN);

    assertThat(connections.isBatchDue(BATCH - 1, SOON)).isFalse();
    connections.release(first);
    assertThat(connections.isBatchDue(1, SOON)).isTrue();
    assertThat(connections.acquire(SOON)).isNotSameAs(first);
  }

  @Test
  void aFullBatchUsesASecondConnection() {
    connections.acquire(BEGIN);

    assertThat(connections.isBatchDue(BATCH, BEGIN)).isTrue();
    connections.acquire(BEGIN);
    assertThat(connections.hasFree()).isFalse();
    assertThat(connections.isBatchDue(BATCH, SLOW)).isFalse();
  }

  @Test
  void aHangingConnectionLeavesTheOtherConnectionInUse() {
    connections.acquire(BEGIN);
    assertThat(connections.isBatchDue(1, SLOW)).isTrue();
    BatchConnection other = connections.acquire(SLOW);
    connections.release(other);

    assertThat(connections.isBatchDue(1, SLOW + 1)).isTrue();
    assertThat(connections.acquire(SLOW + 1)).isSameAs(other);
  }
}
