package io.leadgate.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * One place for one connection, opened when it is needed and replaced when it failed. The client
 * has no query time-out, and its {@code close()} waits behind the query that hangs: so the bound is
 * kept here, and past it the channel itself is closed.
 *
 * <p>Belongs to one event-loop context, on which it is made and used and on which all its futures
 * complete. That is why it has a timer of its own: {@code Future.timeout} would complete a future
 * that belongs to no context on some other thread. One work at a time.
 */
public final class BatchConnection {

  private final Vertx vertx;
  private final PgConnectOptions options;

  /**
   * Shared by all connections of this place, because {@code PgConnection.connect} would leave a
   * client behind each time. Made on the event loop, so that it is closed with the verticle there.
   */
  private Optional<ConnectionFactory<PgConnectOptions>> factory = Optional.empty();

  private Optional<SqlConnection> connection = Optional.empty();

  /** What is under way, which may be connecting yet. */
  private Promise<?> underWay = Promise.promise();

  public BatchConnection(Vertx vertx, PgConnectOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /**
   * Runs the work on this slot's connection. The result fails when the bound has passed, whether
   * connecting, sending or the server took it, and where the server no longer waits for a
   * synchronous standby; what became of the work is then unknown, and the connection is gone.
   */
  public <T> Future<T> use(Function<SqlConnection, Future<T>> work, Duration bound) {
    Promise<T> outcome = Promise.promise();
    underWay = outcome;
    long timer =
        vertx.setTimer(
            bound.toMillis(), late -> outcome.tryFail(new TimeoutException("past " + bound)));
    connection.ifPresentOrElse(open -> run(work, open, outcome), () -> openAndRun(work, outcome));
    return outcome
        .future()
        .onComplete(done -> vertx.cancelTimer(timer))
        .onFailure(this::discardUnlessData);
  }

  private <T> void openAndRun(Function<SqlConnection, Future<T>> work, Promise<T> outcome) {
    factory()
        .connect(vertx.getOrCreateContext(), options)
        .onFailure(outcome::tryFail)
        .onSuccess(
            opened -> {
              if (outcome.future().isComplete()) {
                PostgresChannel.closeHard(opened); // Too late: nobody waits for it any more.
              } else {
                keep(opened);
                run(work, opened, outcome);
              }
            });
  }

  private ConnectionFactory<PgConnectOptions> factory() {
    ConnectionFactory<PgConnectOptions> made =
        factory.orElseGet(
            () -> PgDriver.INSTANCE.createConnectionFactory(vertx, PostgresOptions.transport()));
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
    PostgresChannel.keepQuiet(opened);
    opened.closeHandler(
        closed -> {
          if (connection.filter(opened::equals).isPresent()) {
            connection = Optional.empty();
          }
        });
  }

  private void discardUnlessData(Throwable failure) {
    if (SqlFailure.of(failure) != SqlFailure.DATA) {
      discard();
    }
  }

  /** Closes the channel at once: what is under way on it fails. */
  public void discard() {
    connection.ifPresent(PostgresChannel::closeHard);
    connection = Optional.empty();
    underWay.tryFail(new TimeoutException("discarded"));
  }
}
