package io.leadgate.support.process;

/** A server that runs as a child process and can be started again. */
interface ChildServer extends AutoCloseable {

  /** Starts the server, or starts it again after a stop. */
  void start();

  /** Stops the server in an orderly way. */
  void stop();

  @Override
  void close();

  /** Stops the server and starts it again. */
  default void restart() {
    stop();
    start();
  }

  /** Starts a new server; closes the server if the start fails. */
  static <S extends ChildServer> S started(S server) {
    try {
      server.start();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }
}
