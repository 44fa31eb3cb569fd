package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.FeedCursor;
import io.leadgate.persistence.LeadFeed;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.process.Await;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Follows the feed from its start, and goes on with its cursor whatever happens to the server. The
 * reader keeps the place of each lead that it has seen, in the order of the pages.
 */
final class FeedReader implements AutoCloseable {

  private static final int LIMIT = 500;
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration HEAD_MAX = Duration.ofSeconds(20);
  private static final Duration MAX = Duration.ofMinutes(2);

  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;
  private final LeadFeed feed;
  private final List<FeedCursor> seen = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread = new Thread(this::follow, "feed reader");
  private volatile boolean stopping;

  private FeedReader(String uri) {
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(1))
            .connectingTo(PgConnectOptions.fromUri(uri).setCachePreparedStatements(true))
            .withConnectHandler(FeedReader::keepQuiet)
            .using(vertx)
            .build();
    feed = new LeadFeed(pool);
  }

  /** The end of the server ends the connection, which the next page tells. */
  private static void keepQuiet(SqlConnection connection) {
    connection.exceptionHandler(serverIsAway -> {});
    connection.close(); // Into the pool.
  }

  static FeedReader start(String uri) {
    FeedReader reader = new FeedReader(uri);
    reader.thread.start();
    return reader;
  }

  private void follow() {
    FeedCursor cursor = FeedCursor.START;
    while (!stopping) {
      FeedCursor before = cursor;
      try {
        LeadFeed.Page page =
            feed.after(cursor, LIMIT)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        page.items().forEach(item -> seen.add(item.cursor()));
        cursor = page.next();
      } catch (Exception serverIsAway) {
        Await.holds(PAUSE, () -> stopping);
      }
      if (cursor.equals(before)) {
        Await.holds(PAUSE, () -> stopping);
      }
    }
  }

  int seen() {
    return seen.size();
  }

  /**
   * Gives the reader the time to see the last lead. Called when nobody writes. A reader that does
   * not see the lead in time is at fault, which {@link #faults} tells.
   */
  void awaitHead(TestDatabase database) {
    awaitLast(stored(database));
  }

  private void awaitLast(List<FeedCursor> stored) {
    Await.holds(HEAD_MAX, () -> !seen.isEmpty() && seen.getLast().equals(stored.getLast()));
  }

  /**
   * The faults of the reader.
   *
   * @param missed leads that are stored, and were not seen
   * @param twice leads that were seen again
   * @param disordered leads that were seen behind a lead with a greater place
   * @param ghosts leads that were seen, and are not stored
   */
  record Faults(int missed, int twice, int disordered, int ghosts) {
    static final Faults NONE = new Faults(0, 0, 0, 0);
  }

  /** Compares what was seen with what is stored. Called when nobody writes any more. */
  Faults faults(TestDatabase database) {
    List<FeedCursor> stored = stored(database);
    Set<FeedCursor> all = new HashSet<>(stored);
    assertThat(stored).isNotEmpty();
    awaitLast(stored);
    List<FeedCursor> shown = List.copyOf(seen);
    Set<UUID> once = new HashSet<>();
    int twice = 0;
    int disordered = 0;
    int ghosts = 0;
    FeedCursor before = FeedCursor.START;
    for (FeedCursor each : shown) {
      twice += once.add(each.id()) ? 0 : 1;
      disordered += isBehind(before, each) ? 0 : 1;
      ghosts += all.contains(each) ? 0 : 1;
      before = each;
    }
    int missed = (int) stored.stream().filter(lead -> !once.contains(lead.id())).count();
    return new Faults(missed, twice, disordered, ghosts);
  }

  /** Compares ids as Postgres does, without a sign. */
  private static boolean isBehind(FeedCursor before, FeedCursor after) {
    return before.pos() == after.pos()
        ? before.id().toString().compareTo(after.id().toString()) < 0
        : before.pos() < after.pos();
  }

  private static List<FeedCursor> stored(TestDatabase database) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT pos, id FROM lead ORDER BY pos, id")) {
      List<FeedCursor> stored = new ArrayList<>();
      while (rows.next()) {
        stored.add(new FeedCursor(rows.getLong(1), rows.getObject(2, UUID.class)));
      }
      return stored;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stopping = true;
    Await.until("the reader has ended", MAX, () -> !thread.isAlive());
    vertx.close();
  }
}
