package io.leadgate.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One place for one connection, opened when it is needed and replaced when it failed. The client
 * has no query time-out, and its {@code close()} waits behind the query that hangs: so the bound is
 * kept here, and past it the channel itself is closed. Belongs to one event-loop context.
 */
public final class Slot {

  private final Vertx vertx;
  private final PgConnectOptions options;
  private Optional<PgConnection> connection = Optional.empty();

  public Slot(Vertx vertx, PgConnectOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /**
   * Runs the work on this slot's connection. The result fails when the bound has passed, whether
   * connecting, sending or the server took it; what became of the work is then unknown, and the
   * connection is gone.
   */
  public <T> Future<T> use(Function<PgConnection, Future<T>> work, Duration bound) {
    return connection
        .map(Future::succeededFuture)
        .orElseGet(this::open)
        .compose(work)
        .timeout(bound.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> discardUnlessData(failure));
  }

  private Future<PgConnection> open() {
    return PgConnection.connect(vertx, options)
        .timeout(PostgresOptions.connectMillisMax(), TimeUnit.MILLISECONDS)
        .onSuccess(this::keep);
  }

  private void keep(PgConnection opened) {
    discard();
    connection = Optional.of(opened);
    opened.closeHandler(
        closed -> {
          if (connection.filter(opened::equals).isPresent()) {
            connection = Optional.empty();
          }
        });
  }

  private void discardUnlessData(Throwable failure) {
    if (SqlFailure.of(failure) == SqlFailure.STORAGE) {
      discard();
    }
  }

  /** Closes the channel at once: what is under way on it fails. */
  public void discard() {
    connection.ifPresent(Slot::closeChannel);
    connection = Optional.empty();
  }

  private static void closeChannel(PgConnection open) {
    if (((SqlConnectionInternal) open).unwrap().unwrap() instanceof SocketConnectionBase base) {
      // Not the socket's own close, which would flush first: to a server that reads no more.
      var unused = base.socket().channelHandlerContext().close();
    } else {
      open.close();
    }
  }
}
