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

/** When a lane uses another connection. */
class BatchConnectionsTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final int BATCH = 512;
  private static final long BEGIN = -5;
  private static final long SOON = BEGIN + Duration.ofMillis(3).toNanos();
  private static final long SLOW = BEGIN + Duration.ofMillis(21).toNanos();

  private final List<BatchConnection> all =
      Stream.generate(() -> new BatchConnection(VERTX, new PgConnectOptions())).limit(2).toList();
  private final BatchConnections slots = new BatchConnections(all, BATCH);

  @AfterAll
  static void close() {
    VERTX.close();
  }

  @Test
  void whatComesFirstIsSentAtOnceAndWhatComesMeanwhileGathers() {
    assertThat(slots.isOneDue(0, BEGIN)).isFalse();
    assertThat(slots.isOneDue(1, BEGIN)).isTrue();
    BatchConnection first = slots.take(BEGIN);

    assertThat(slots.isOneDue(BATCH - 1, SOON)).isFalse();
    slots.giveBack(first);
    assertThat(slots.isOneDue(1, SOON)).isTrue();
    assertThat(slots.take(SOON)).isNotSameAs(first);
  }

  @Test
  void aFullBatchMoreGoesBesideIt() {
    slots.take(BEGIN);

    assertThat(slots.isOneDue(BATCH, BEGIN)).isTrue();
    slots.take(BEGIN);
    assertThat(slots.isOneFree()).isFalse();
    assertThat(slots.isOneDue(BATCH, SLOW)).isFalse();
  }

  @Test
  void besideOneThatHangsTheOtherIsUsedAsIfItWereAlone() {
    slots.take(BEGIN);
    assertThat(slots.isOneDue(1, SLOW)).isTrue();
    BatchConnection other = slots.take(SLOW);
    slots.giveBack(other);

    assertThat(slots.isOneDue(1, SLOW + 1)).isTrue();
    assertThat(slots.take(SLOW + 1)).isSameAs(other);
  }
}
