package io.leadgate.persistence;

import io.leadgate.bus.Questions;
import io.leadgate.bus.Questions.Answer;
import io.leadgate.persistence.lane.Batch;
import io.leadgate.persistence.lane.BatchFailure;
import io.leadgate.persistence.lane.Decision;
import io.leadgate.persistence.lane.LaneCore;
import io.leadgate.persistence.lane.LaneLimits;
import io.leadgate.persistence.lane.RowOutcome;
import io.leadgate.postgres.BatchConnection;
import io.leadgate.postgres.CommitGate;
import io.leadgate.postgres.SqlFailure;
import io.leadgate.telemetry.Lane;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Commits the rows of a lane in batches. {@link LaneCore} decides what is written together, when
 * and on which connection; this class does it, with timers, connections and the table, and tells
 * the core what has happened. Confined to one event loop.
 */
public final class GroupCommit<T, R> {

  private final Vertx vertx;
  private final BatchTable<T, R> table;
  private final List<BatchConnection> connections;
  private final CommitGate gate;
  private final Function<SqlConnection, Future<Void>> catchUp;
  private final LaneLimits limits;
  private final Supplier<Future<Void>> makePartitions;
  private final Telemetry telemetry;
  private final LaneCore<T, R> core;
  private boolean sendIsScheduled;
  private volatile int rowsWaiting;
  private volatile OptionalLong firstDeadline = OptionalLong.empty();
  private volatile long lastCommit = now();

  /**
   * @param catchUp runs on the connection of each batch before the batch is written; if it fails,
   *     then nothing is written
   */
  public GroupCommit(
      Vertx vertx,
      Lane lane,
      BatchTable<T, R> table,
      List<BatchConnection> connections,
      CommitGate gate,
      Function<SqlConnection, Future<Void>> catchUp,
      LaneLimits limits,
      Supplier<Future<Void>> makePartitions,
      Telemetry telemetry) {
    this.vertx = vertx;
    this.table = table;
    this.connections = List.copyOf(connections);
    this.gate = gate;
    this.catchUp = catchUp;
    this.limits = limits;
    this.makePartitions = makePartitions;
    this.telemetry = telemetry;
    this.core = new LaneCore<>(lane, table, limits, connections.size(), gate::isOpen, now());
  }

  /** Starts the lane. Called once, on the event loop of the lane. */
  void start() {
    for (int i = 0; i < connections.size(); i++) {
      int number = i;
      connections.get(i).whenLost(() -> carryOut(core.lost(number, now())));
    }
    vertx.setPeriodic(LaneCore.TICK.toMillis(), timer -> carryOut(core.tick(now())));
  }

  /** Queues a row. Completes with its result; never fails. */
  Future<R> submit(T row) {
    Promise<R> result = Promise.promise();
    then(
        core.submit(
            List.of(row),
            true,
            (answers, areLast) -> result.complete(answers.getFirst().result()),
            now()));
    return result.future();
  }

  /**
   * Queues rows. Completes with the last results, when the results before them were answered early;
   * never fails.
   */
  Future<List<Answer<R>>> answer(Questions<T, R> rows) {
    Promise<List<Answer<R>>> last = Promise.promise();
    then(
        core.submit(
            rows.take(),
            rows.areOne(),
            (answers, areLast) -> {
              List<Answer<R>> some =
                  answers.stream().map(each -> new Answer<>(each.place(), each.result())).toList();
              if (areLast) {
                last.complete(some);
              } else {
                rows.answerEarly(some);
              }
            },
            now()));
    return last.future();
  }

  /** The number of rows that are queued or in a batch. Thread-safe. */
  public int rowsWaiting() {
    return rowsWaiting;
  }

  /** How long the oldest row waits for its commit; zero if no row waits. Thread-safe. */
  public Duration oldestWait() {
    OptionalLong deadline = firstDeadline;
    return deadline.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(
            Math.max(0, now() - (deadline.getAsLong() - limits.waitMax().toNanos())));
  }

  /**
   * Whether rows wait for longer than a batch may take, and Postgres has committed nothing of this
   * lane meanwhile. Thread-safe.
   */
  boolean isHeldUp() {
    return oldestWait().compareTo(limits.batchMax()) > 0
        && now() - lastCommit > limits.batchMax().toNanos();
  }

  /**
   * Makes every row late after this time at the latest, even if the row's own deadline is later. A
   * batch that is still in flight at the end of this time is cut off.
   */
  void limitWait(Duration left) {
    carryOut(core.stop(now() + left.toNanos()));
    vertx.setTimer(left.toMillis(), over -> connections.forEach(BatchConnection::discard));
  }

  /** Sends after the pending tasks of the event loop, because these tasks may add rows. */
  private void sendSoon() {
    if (!sendIsScheduled && core.canSend()) {
      sendIsScheduled = true;
      vertx.runOnContext(
          task -> {
            sendIsScheduled = false;
            carryOut(core.send(now()));
          });
    }
  }

  private void carryOut(List<Decision<T, R>> decisions) {
    rowsWaiting = core.rows();
    firstDeadline = core.firstDeadline();
    for (Decision<T, R> decision : decisions) {
      switch (decision) {
        case Decision.Reply<T, R> reply -> reply.request().reply();
        case Decision.Open<T, R> open -> open(open.connection());
        case Decision.Write<T, R> write -> write(write.batch());
        case Decision.MakePartitions<T, R> make ->
            makePartitions.get().onComplete(made -> then(core.partitionsMade(now())));
        case Decision.Wake<T, R> wake -> vertx.setTimer(millis(wake), timer -> sendSoon());
        case Decision.Tell<T, R> tell -> telemetry.emit(tell.event());
      }
    }
  }

  private void then(List<Decision<T, R>> decisions) {
    carryOut(decisions);
    sendSoon();
  }

  private static long millis(Decision.Wake<?, ?> wake) {
    return Duration.ofNanos(wake.nanos()).toMillis() + 1;
  }

  private void open(int number) {
    connections
        .get(number)
        .open(limits.batchMax())
        .onComplete(
            opened -> then(core.opened(number, now())),
            failure -> then(core.notOpened(number, SqlFailure.cause(failure), now())));
  }

  private void write(Batch<T, R> batch) {
    Try<T, R> attempt = new Try<>(table, gate, batch);
    if (batch.isOneByOne()) {
      run(batch, attempt, attempt::oneByOne, outcomes -> tried(batch, attempt, outcomes));
    } else {
      run(
          batch,
          attempt,
          attempt::together,
          results -> then(core.committed(batch, results, now())));
    }
  }

  private <X> void run(
      Batch<T, R> batch,
      Try<T, R> attempt,
      Function<SqlConnection, Future<X>> work,
      Consumer<X> whenDone) {
    BatchConnection connection = connections.get(batch.connection());
    connection
        .use(
            open -> catchUp.apply(open).compose(current -> work.apply(open)),
            limits.batchMax(),
            attempt::leavesOpen)
        .onSuccess(done -> lastCommit = now())
        .onComplete(
            whenDone::accept,
            failure -> {
              BatchFailure told = attempt.failure(failure);
              then(core.failed(batch, told, connection.isOpen(), now()));
            });
  }

  private void tried(Batch<T, R> batch, Try<T, R> attempt, List<RowOutcome<R>> outcomes) {
    BatchConnection connection = connections.get(batch.connection());
    if (!attempt.leavesOpen(outcomes)) {
      connection.discard();
    }
    then(core.tried(batch, outcomes, connection.isOpen(), now()));
  }

  private static long now() {
    return System.nanoTime();
  }
}
