package io.leadgate.writepath;

import io.leadgate.domain.LeadId;
import io.leadgate.support.process.PostgresUri;
import io.leadgate.support.process.Signals;
import io.leadgate.writepath.FeedReader.Place;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Stores leads from many sessions at once, on a database of its own, beside sweeps and a reader of
 * the feed; then checks all that happened. With kills, a session and later the whole server end by
 * SIGKILL meanwhile. The seed decides about the batches, but the order in which sessions meet
 * differs from run to run.
 */
final class Trial {

  private static final int WORKERS = 14;

  private final TrialServer server;
  private final Sql sql;
  private final Duration duration;
  private final long seed;
  private final boolean kills;
  private final TrialLog log = new TrialLog();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicBoolean writersEnded = new AtomicBoolean();

  Trial(TrialServer server, Sql sql, Duration duration, long seed, boolean kills) {
    this.server = server;
    this.sql = sql;
    this.duration = duration;
    this.seed = seed;
    this.kills = kills;
  }

  Result run() throws InterruptedException, ExecutionException, SQLException {
    PostgresUri database = server.newDatabase(sql.schema());
    TrialServer.execute(database, partitions());
    FeedReader reader = new FeedReader(database, sql, log, writersEnded);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<?> reading = threads.submit(reader);
      List<Future<?>> writers =
          IntStream.rangeClosed(0, WORKERS)
              .<Future<?>>mapToObj(i -> threads.submit(writer(i, database, threads)))
              .toList();
      disturb(database);
      stop.set(true);
      for (Future<?> writer : writers) {
        writer.get();
      }
      writersEnded.set(true);
      reading.get();
    }
    return check(database, reader.seen());
  }

  /** The sweeper is the writer with the number 0. */
  private Runnable writer(int number, PostgresUri database, ExecutorService threads) {
    Random random = new Random(seed * 1_000 + number);
    return number == 0
        ? new Sweeper(database, sql, log, stop, random)
        : new Worker(database, new LeadWriter(sql), log, stop, threads, random);
  }

  /** Partitions that begin within the trial, so that batches lie across their bounds. */
  private String partitions() {
    long now = System.currentTimeMillis();
    LeadId second = LeadId.of(now + duration.toMillis() / 3, 0, 0);
    LeadId third = LeadId.of(now + duration.toMillis() * 2 / 3, 0, 0);
    return """
    CREATE TABLE lead_1 PARTITION OF lead FOR VALUES FROM (MINVALUE) TO ('%1$s');
    CREATE TABLE lead_2 PARTITION OF lead FOR VALUES FROM ('%1$s') TO ('%2$s');
    CREATE TABLE lead_3 PARTITION OF lead FOR VALUES FROM ('%2$s') TO (MAXVALUE)
    """
        .formatted(second, third);
  }

  private void disturb(PostgresUri database) throws InterruptedException, SQLException {
    long third = duration.toMillis() / 3;
    TimeUnit.MILLISECONDS.sleep(third);
    if (kills) {
      Signals.send("KILL", session(database));
    }
    TimeUnit.MILLISECONDS.sleep(third);
    if (kills) {
      server.killAndStart();
    }
    TimeUnit.MILLISECONDS.sleep(third);
  }

  /** The process id of a session of the trial. */
  private static long session(PostgresUri database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND application_name = '"
                    + Session.NAME
                    + "' LIMIT 1")) {
      row.next();
      return row.getLong(1);
    }
  }

  private Result check(PostgresUri database, List<Place> feed) throws SQLException {
    Findings findings = new Findings();
    log.unexpected()
        .forEach(
            event ->
                findings.add(
                    event.startsWith("40P01") ? Check.DEADLOCK : Check.ERROR, () -> event));
    Commits commits = Commits.of(database, log.transactions(), findings);
    Tables tables = Tables.read(database);
    Comparison comparison = new Comparison(findings);
    Model model = comparison.replay(commits.inOrder());
    comparison.compare(tables);
    Invariants invariants = new Invariants(tables, findings);
    invariants.check(commits.batches());
    invariants.checkFeed(feed);
    return new Result(seed, findings, commits, model.counts(), feed.size(), log.errors());
  }
}
