package io.leadgate.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Runs work on one connection, which is opened when work needs it and replaced after a failure.
 * This class itself bounds the time of the work, because the client has no query time-out and its
 * {@code close()} waits behind a query that hangs. Past the bound, this class closes the channel.
 *
 * <p>Runs one work at a time. The bound has a timer of its own, because {@code Future.timeout}
 * would complete a future that belongs to no context on some other thread. Confined to one event
 * loop.
 */
public final class BatchConnection {

  private final Vertx vertx;
  private final PostgresDriver driver;
  private final PgConnectOptions options;
  private final Function<SqlConnection, Future<Void>> check;
  private Runnable whenLost = () -> {};

  /**
   * Opens all connections of this object, because {@code PgConnection.connect} would leave a client
   * behind each time. The factory is made on the event loop, so that it is closed with the verticle
   * there.
   */
  private Optional<ConnectionFactory<PgConnectOptions>> factory = Optional.empty();

  private Optional<SqlConnection> connection = Optional.empty();

  /** The outcome of the work under way, which may still be connecting. */
  private Promise<?> underWay = Promise.promise();

  public BatchConnection(Vertx vertx, PostgresDriver driver, PgConnectOptions options) {
    this(vertx, driver, options, opened -> Future.succeededFuture());
  }

  /**
   * @param check runs each time the connection has been opened, before any work; if the check
   *     fails, then the connection is closed and the work fails
   */
  public BatchConnection(
      Vertx vertx,
      PostgresDriver driver,
      PgConnectOptions options,
      Function<SqlConnection, Future<Void>> check) {
    this.vertx = vertx;
    this.driver = driver;
    this.options = options;
    this.check = check;
  }

  /** Sets what runs when the open connection is lost other than by this object. */
  public void whenLost(Runnable then) {
    whenLost = then;
  }

  public boolean isOpen() {
    return connection.isPresent();
  }

  /** Opens the connection if necessary, and checks it. */
  public Future<Void> open(Duration bound) {
    return use(opened -> Future.succeededFuture(), bound);
  }

  /**
   * Runs the work on the connection, which is opened first if necessary. The result fails when the
   * bound on opening and work has passed, and when a wait for the synchronous standby was
   * cancelled. The connection is closed after every failure except {@link SqlFailure#DATA}, because
   * the outcome of the work may be unknown.
   */
  public <T> Future<T> use(Function<SqlConnection, Future<T>> work, Duration bound) {
    return use(work, bound, failure -> SqlFailure.of(failure) == SqlFailure.DATA);
  }

  /**
   * Runs the work like {@link #use(Function, Duration)}.
   *
   * @param leavesOpen whether the connection stays open after a failure, whose outcome is then
   *     known
   */
  public <T> Future<T> use(
      Function<SqlConnection, Future<T>> work, Duration bound, Predicate<Throwable> leavesOpen) {
    Promise<T> outcome = Promise.promise();
    underWay = outcome;
    long timer =
        vertx.setTimer(
            bound.toMillis(), late -> outcome.tryFail(new TimeoutException("past " + bound)));
    connection.ifPresentOrElse(open -> run(work, open, outcome), () -> openAndRun(work, outcome));
    return outcome
        .future()
        .onComplete(done -> vertx.cancelTimer(timer))
        .onFailure(
            failure -> {
              if (!leavesOpen.test(failure)) {
                discard();
              }
            });
  }

  private <T> void openAndRun(Function<SqlConnection, Future<T>> work, Promise<T> outcome) {
    factory()
        .connect(vertx.getOrCreateContext(), options)
        .onFailure(outcome::tryFail)
        .onSuccess(
            opened -> {
              if (outcome.future().isComplete()) {
                PostgresChannel.closeHard(opened); // Too late: the work has failed already.
              } else {
                keep(opened);
                run(connection -> checked(connection, work), opened, outcome);
              }
            });
  }

  private <T> Future<T> checked(SqlConnection opened, Function<SqlConnection, Future<T>> work) {
    return check
        .apply(opened)
        .onFailure(
            failure -> {
              connection = Optional.empty();
              PostgresChannel.closeHard(opened);
            })
        .compose(good -> work.apply(opened));
  }

  private ConnectionFactory<PgConnectOptions> factory() {
    ConnectionFactory<PgConnectOptions> made =
        factory.orElseGet(() -> driver.createConnectionFactory(vertx, PostgresOptions.transport()));
    factory = Optional.of(made);
    return made;
  }

  private static <T> void run(
      Function<SqlConnection, Future<T>> work, SqlConnection open, Promise<T> outcome) {
    Future.succeededFuture(open)
        .compose(connection -> StandbyWait.watched(connection, work))
        .onSuccess(outcome::tryComplete)
        .onFailure(outcome::tryFail);
  }

  private void keep(SqlConnection opened) {
    connection = Optional.of(opened);
    opened.closeHandler(
        closed -> {
          if (connection.filter(opened::equals).isPresent()) {
            connection = Optional.empty();
            whenLost.run();
          }
        });
  }

  /** Closes the connection at once, and fails the work under way. */
  public void discard() {
    connection.ifPresent(PostgresChannel::closeHard);
    connection = Optional.empty();
    underWay.tryFail(new TimeoutException("discarded"));
  }
}
