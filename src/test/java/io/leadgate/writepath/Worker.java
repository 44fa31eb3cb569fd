package io.leadgate.writepath;

import io.leadgate.support.process.PostgresUri;
import io.leadgate.writepath.Session.Begun;
import io.leadgate.writepath.Transaction.Attempt;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Stores batches as a gateway does in bad times. Batches are rolled back and sent again, batches
 * with an unknown outcome are sent again, in part or together with other leads, while the first try
 * is over or still under way, and some transactions are held open.
 */
final class Worker implements Runnable {

  private static final int PAUSE_MILLIS = 50;

  private final LeadWriter writer;
  private final TrialLog log;
  private final AtomicBoolean stop;
  private final ExecutorService threads;
  private final Random random;
  private final Mix mix;
  private final Session first;
  private final Session second;

  private enum Outcome {
    COMMITTED,
    ROLLED_BACK,
    UNKNOWN,
    /** A retry has stored the leads already. */
    LATE
  }

  Worker(
      PostgresUri database,
      LeadWriter writer,
      TrialLog log,
      AtomicBoolean stop,
      ExecutorService threads,
      Random random) {
    this.writer = writer;
    this.log = log;
    this.stop = stop;
    this.threads = threads;
    this.random = random;
    this.mix = new Mix(random);
    this.first = new Session(database);
    this.second = new Session(database);
  }

  @Override
  public void run() {
    try (first;
        second) {
      while (!stop.get()) {
        turn();
      }
    } catch (InterruptedException | ExecutionException | RuntimeException e) {
      log.addUnexpected("a worker ended: " + e);
    }
  }

  private void turn() throws InterruptedException, ExecutionException {
    List<Row> rows = mix.rows();
    int held = chance(0.1) ? random.nextInt(30) : 0;
    double kind = random.nextDouble();
    if (kind < 0.12) {
      rolledBackAndSentAgain(rows, held);
    } else if (kind < 0.24) {
      attempt(first, rows, false, true, held);
      store(partAndOthers(rows), true);
    } else if (kind < 0.45) {
      sentAgainWhileUnderWay(rows, held);
    } else if (attempt(first, rows, false, true, held) == Outcome.UNKNOWN) {
      store(rows, true);
    }
  }

  private void rolledBackAndSentAgain(List<Row> rows, int held) throws InterruptedException {
    Outcome outcome = attempt(first, rows, false, false, held);
    if (chance(0.7)) {
      store(rows, outcome == Outcome.UNKNOWN || chance(0.5));
    }
  }

  private void sentAgainWhileUnderWay(List<Row> rows, int held)
      throws InterruptedException, ExecutionException {
    boolean commits = chance(0.8);
    Future<Outcome> earlier = threads.submit(() -> attempt(first, rows, false, commits, held));
    pause(random.nextInt(20));
    store(partAndOthers(rows), true);
    earlier.get();
  }

  /** The batch or its half, and sometimes other leads. */
  private List<Row> partAndOthers(List<Row> rows) {
    List<Row> part = chance(0.5) ? rows : rows.subList(0, rows.size() / 2 + 1);
    return chance(0.3)
        ? Stream.concat(part.stream(), mix.rows().stream())
            .sorted((a, b) -> a.id().compareTo(b.id()))
            .toList()
        : part;
  }

  /** Sends the rows until they are stored, or the trial ends. */
  private void store(List<Row> rows, boolean maybeThere) throws InterruptedException {
    boolean maybe = maybeThere;
    while (attempt(second, rows, maybe, true, 0) != Outcome.COMMITTED && !stop.get()) {
      maybe = true;
      pause(PAUSE_MILLIS);
    }
  }

  private Outcome attempt(
      Session session, List<Row> rows, boolean maybeThere, boolean commits, int heldMillis)
      throws InterruptedException {
    try {
      Begun begun = session.begin();
      Attempt attempt = new Attempt(begun.xid(), begun.at(), maybeThere, rows);
      log.add(attempt);
      Connection connection = session.connection();
      attempt.say(writer.write(connection, maybeThere, rows));
      pause(heldMillis);
      if (!commits) {
        connection.rollback();
        return Outcome.ROLLED_BACK;
      }
      connection.commit();
      attempt.tell();
      return Outcome.COMMITTED;
    } catch (SQLException e) {
      session.abandon();
      if (!maybeThere && TrialLog.isUniqueViolation(e)) {
        log.addLate(e);
        return Outcome.LATE;
      }
      log.add(e);
      return Outcome.UNKNOWN;
    }
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private static void pause(int millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }
}
