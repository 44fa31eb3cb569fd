package io.leadgate.postgres;

import io.leadgate.halt.OutOfMemory;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The socket under a connection. All that the client itself can do, its idle time-outs included, is
 * to send the server a farewell and wait for the server to close: one that hangs never does. Its
 * codec does so with whatever passes through it, so what is to be hard is done before the codec.
 */
final class PostgresChannel {

  private PostgresChannel() {}

  /** Closes the socket at once: what is under way on it fails. */
  static void closeHard(SqlConnection connection) {
    pipeline(connection)
        .map(ChannelPipeline::firstContext) // None once it is closed.
        .ifPresent(
            first -> {
              var unused = first.close();
            });
  }

  /** Closes the socket in the same way once nothing has come from the server for that long. */
  static void closeHardWhenSilent(SqlConnection connection, Duration silence) {
    pipeline(connection)
        .ifPresent(
            pipeline ->
                pipeline.addFirst(
                    new ReadTimeoutHandler(silence.toMillis(), TimeUnit.MILLISECONDS)));
  }

  /**
   * Without a handler of its own a connection prints why it broke, message and all, on stderr.
   * Whoever has a statement on it is told in its future. An {@link OutOfMemoryError} there ends the
   * process.
   */
  static void keepQuiet(SqlConnection connection) {
    connection.exceptionHandler(OutOfMemory::endIfIn);
  }

  private static Optional<ChannelPipeline> pipeline(SqlConnection connection) {
    return ((SqlConnectionInternal) connection).unwrap().unwrap()
            instanceof SocketConnectionBase base
        ? Optional.of(base.socket().channelHandlerContext().pipeline())
        : Optional.empty();
  }
}
