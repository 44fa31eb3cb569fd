package io.leadgate.writepath;

import io.leadgate.domain.LeadId;
import io.leadgate.postgres.AdvisoryLock;
import io.leadgate.support.process.PostgresUri;
import io.leadgate.writepath.Session.Begun;
import io.leadgate.writepath.Transaction.Sweep;
import io.leadgate.writepath.Transaction.Swept;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Deletes expired keys, and hashes whose lead is older than each look-back. */
final class Sweeper implements Runnable {

  private static final int PAUSE_MILLIS = 50;
  private static final int KEYS_MAX = 200;
  private static final int HASHES_MAX = 100;

  /** Longer than the longest look-back and the longest wait of a batch together. */
  private static final int HASH_AGE_MILLIS = 20_000;

  private static final String SWEEP_HASHES =
      """
      WITH old AS MATERIALIZED (
        SELECT ctid FROM duplicate WHERE lead_id < ? LIMIT ? FOR UPDATE SKIP LOCKED
      )
      DELETE FROM duplicate WHERE ctid = ANY (ARRAY(SELECT ctid FROM old)) RETURNING h
      """;

  private final Session session;
  private final Sql sql;
  private final TrialLog log;
  private final AtomicBoolean stop;
  private final Random random;

  Sweeper(PostgresUri database, Sql sql, TrialLog log, AtomicBoolean stop, Random random) {
    this.session = new Session(database);
    this.sql = sql;
    this.log = log;
    this.stop = stop;
    this.random = random;
  }

  @Override
  public void run() {
    try (session) {
      while (!stop.get()) {
        sweep(random.nextBoolean() ? Swept.KEYS : Swept.HASHES);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException | RuntimeException e) {
      log.addUnexpected("the sweeper ended: " + e);
    }
  }

  private void sweep(Swept table) {
    try {
      Begun begun = session.begin();
      Connection connection = session.connection();
      List<UUID> deleted = table == Swept.KEYS ? keys(connection) : hashes(connection);
      log.add(new Sweep(begun.xid(), begun.at(), table, deleted));
      connection.commit();
    } catch (SQLException e) {
      session.abandon();
      log.add(e);
    }
  }

  private List<UUID> keys(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.sweepKeys())) {
      statement.setLong(1, AdvisoryLock.SWEEP_KEYS.key());
      statement.setObject(2, Instant.EPOCH.atOffset(ZoneOffset.UTC));
      statement.setInt(3, KEYS_MAX);
      return ids(statement);
    }
  }

  private static List<UUID> hashes(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SWEEP_HASHES)) {
      long oldest = System.currentTimeMillis() - HASH_AGE_MILLIS;
      statement.setObject(1, LeadId.of(oldest, 0, 0).value());
      statement.setInt(2, HASHES_MAX);
      return ids(statement);
    }
  }

  private static List<UUID> ids(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      List<UUID> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getObject(1, UUID.class));
      }
      return List.copyOf(ids);
    }
  }
}
