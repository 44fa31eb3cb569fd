package io.leadgate.catalog;

import io.leadgate.store.CatalogBound;
import io.leadgate.support.process.ChildJvm;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Measures the heap of a catalogue in a JVM of its own, because a collection is short there, and
 * that heap has no objects of other tests.
 */
final class CatalogHeap implements AutoCloseable {

  private static final long MAX_SECONDS = 60;

  private static final int COLLECTIONS_WITHOUT_GAIN = 4;

  /** Less than this is no gain of a collection. */
  private static final long GAIN_BYTES_MIN = 10_000;

  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx1g",
          "-XX:SoftRefLRUPolicyMSPerMB=0", // Collects what a cache may lose at any time.
          "-Dio.netty.allocator.type=unpooled", // Keeps chunks of free buffers off the heap.
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final ChildJvm jvm;

  private CatalogHeap(ChildJvm jvm) {
    this.jvm = jvm;
  }

  /**
   * The cost of a catalogue, in bytes.
   *
   * @param weight the weight of its rows, as Postgres sums the weight
   */
  record Measured(long weight, long heap) {}

  static CatalogHeap start(String databaseUri) {
    try {
      return new CatalogHeap(ChildJvm.start(OPTIONS, CatalogHeap.class, databaseUri));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the catalogue that is in the database. */
  Measured measure() {
    try {
      jvm.sendLine();
      String[] numbers = jvm.line().split(" ", 2);
      return new Measured(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    jvm.close();
  }

  /** Runs in the other JVM: for each line of its input, prints the weight and the heap. */
  public static void main(String[] arguments) throws IOException {
    Reader reader = new Reader(Vertx.vertx(), PgConnectOptions.fromUri(arguments[0]));
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      while (input.readLine() != null) {
        System.out.println(reader.ask(CatalogBound::weight) + " " + reader.heapOfCatalog());
      }
    } catch (RuntimeException e) {
      Thread main = Thread.currentThread();
      main.getUncaughtExceptionHandler().uncaughtException(main, e); // Prints the failure.
    } finally {
      Runtime.getRuntime().halt(0); // The threads of Vert.x would keep the JVM alive.
    }
  }

  private record Reader(Vertx vertx, PgConnectOptions database) {

    long heapOfCatalog() {
      long before = usedHeap();
      CatalogReader reader = new CatalogReader(event -> {});
      Catalog catalog =
          Catalog.EMPTY.with(ask(session -> reader.changesSince(session, 0)), Instant.EPOCH);
      try {
        return usedHeap() - before;
      } finally {
        Reference.reachabilityFence(catalog);
      }
    }

    <T> T ask(Function<SqlConnection, Future<T>> question) {
      SqlConnection connection = await(PgConnection.connect(vertx, database));
      Promise<Void> closed = Promise.promise();
      connection.closeHandler(closed::complete);
      try {
        return await(question.apply(connection));
      } finally {
        connection.close();
        await(closed.future()); // Until then, the channel may hold rows.
      }
    }

    /**
     * The heap that more collections make no smaller, because a thread may hold garbage for a
     * while.
     */
    private long usedHeap() {
      long least = Long.MAX_VALUE;
      for (int equal = 0; equal < COLLECTIONS_WITHOUT_GAIN; equal++) {
        await(vertx.timer(20, TimeUnit.MILLISECONDS));
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        if (used < least - GAIN_BYTES_MIN) {
          equal = 0;
        }
        least = Math.min(least, used);
      }
      return least;
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(MAX_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
