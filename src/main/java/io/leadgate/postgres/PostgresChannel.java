package io.leadgate.postgres;

import io.leadgate.halt.OutOfMemory;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.ReadTimeoutException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Closes the TCP socket under a connection. The client has no hard close: its {@code close()} and
 * its idle time-outs send <i>Terminate</i> and then wait for the server to close the socket, which
 * a hung server never does. So the Netty channel is closed ahead of the client's codec.
 */
final class PostgresChannel {

  private PostgresChannel() {}

  /** Closes the socket at once, so that everything under way on it fails. */
  static void closeHard(SqlConnection connection) {
    pipeline(connection).map(ChannelPipeline::channel).ifPresent(PostgresChannel::closeHard);
  }

  /** Closes the socket at once. Callable on any thread. */
  static void closeHard(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) { // There is no handler once the socket is closed.
      var unused = first.close();
    }
  }

  /** Fails everything under way with a time-out, and closes the socket at once. */
  static void breakOff(ChannelHandlerContext context) {
    context.fireExceptionCaught(ReadTimeoutException.INSTANCE);
    closeHard(context.channel());
  }

  /**
   * Closes the socket at once when nothing was sent or received on it for the given time. A query
   * has this time for its answer, however long the connection was idle before.
   */
  static void closeHardWhenSilent(SqlConnection connection, Duration silence) {
    pipeline(connection).ifPresent(pipeline -> pipeline.addFirst(new Silence(silence)));
  }

  private static final class Silence extends IdleStateHandler {

    Silence(Duration max) {
      super(0, 0, max.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
      breakOff(context);
    }
  }

  /**
   * Keeps a connection that breaks from printing the failure with its message on stderr, because
   * the futures of the connection's statements report the failure. Ends the process if the failure
   * is an {@link OutOfMemoryError}.
   */
  static void keepQuiet(SqlConnection connection) {
    connection.exceptionHandler(OutOfMemory::endProcessIfIn);
  }

  static Optional<ChannelPipeline> pipeline(SqlConnection connection) {
    Connection under = ((SqlConnectionInternal) connection).unwrap();
    return under.unwrap() instanceof SocketConnectionBase base
        ? Optional.of(base.socket().channelHandlerContext().pipeline())
        : Optional.empty();
  }
}
