package io.leadgate.writepath;

import io.leadgate.support.process.PostgresUri;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads the feed page by page while leads are stored, and to its end once the writers have ended.
 */
final class FeedReader implements Runnable {

  private static final int PAGE = 500;
  private static final int PAUSE_MILLIS = 5;

  /** For other transactions, like those of autovacuum, that hold the end of the feed back. */
  private static final Duration END_MAX = Duration.ofSeconds(10);

  private static final Place BEGINNING = new Place(0, new UUID(0, 0));

  private static final String LAST = "SELECT pos, id FROM lead ORDER BY pos DESC, id DESC LIMIT 1";

  private final Session session;
  private final Sql sql;
  private final TrialLog log;
  private final AtomicBoolean writersEnded;
  private final List<Place> seen = new ArrayList<>();

  /** A lead at its place in the feed. */
  record Place(long pos, UUID lead) {}

  /**
   * @param writersEnded whether no more leads will be stored
   */
  FeedReader(PostgresUri database, Sql sql, TrialLog log, AtomicBoolean writersEnded) {
    this.session = new Session(database);
    this.sql = sql;
    this.log = log;
    this.writersEnded = writersEnded;
  }

  /** The feed as it was read; complete when the thread has ended. */
  List<Place> seen() {
    return seen;
  }

  @Override
  public void run() {
    try (session) {
      while (!writersEnded.get()) {
        readOn();
      }
      long end = System.nanoTime();
      while (!isAtTheEnd() && System.nanoTime() - end < END_MAX.toNanos()) {
        if (readOn()) {
          end = System.nanoTime();
        }
      }
    } catch (InterruptedException | RuntimeException e) {
      log.addUnexpected("the reader of the feed ended: " + e);
    }
  }

  /** Whether there was a page. */
  private boolean readOn() throws InterruptedException {
    try {
      List<Place> page = page(seen.isEmpty() ? BEGINNING : seen.getLast());
      seen.addAll(page);
      if (page.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
      return !page.isEmpty();
    } catch (SQLException e) {
      session.abandon();
      log.add(e);
      return false;
    }
  }

  private List<Place> page(Place after) throws SQLException {
    Connection connection = session.connection();
    try (PreparedStatement statement = connection.prepareStatement(sql.page())) {
      statement.setLong(1, after.pos());
      statement.setObject(2, after.lead());
      statement.setInt(3, PAGE);
      try (ResultSet rows = statement.executeQuery()) {
        List<Place> page = new ArrayList<>();
        while (rows.next()) {
          page.add(place(rows));
        }
        return page;
      }
    } finally {
      connection.rollback();
    }
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(row.getLong(1), row.getObject(2, UUID.class));
  }

  /** Whether the last lead of the table, if any, was read; no lead is stored any more. */
  private boolean isAtTheEnd() {
    try {
      Connection connection = session.connection();
      try (PreparedStatement statement = connection.prepareStatement(LAST);
          ResultSet row = statement.executeQuery()) {
        return !row.next() || (!seen.isEmpty() && seen.getLast().equals(place(row)));
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      session.abandon();
      log.add(e);
      return false;
    }
  }
}
