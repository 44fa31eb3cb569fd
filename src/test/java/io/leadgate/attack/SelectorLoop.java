package io.leadgate.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;

/**
 * Runs a loop around a selector on one daemon thread. One thread for many connections leaves most
 * of the shared cores to the gateway. Only {@link #start}, {@link #goesOn} and {@link #close} may
 * be called on other threads.
 */
final class SelectorLoop implements AutoCloseable {

  private final Selector selector;
  private final Thread thread;
  private volatile boolean ended;

  /** The loop itself: selects while the loop goes on, then closes its connections. */
  interface Body {
    void run() throws IOException;
  }

  SelectorLoop(String name, Body body) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(() -> run(body), name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run(Body body) {
    try {
      body.run();
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The selector at which connections are registered. */
  Selector selector() {
    return selector;
  }

  boolean goesOn() {
    return !ended;
  }

  /** The keys of the connections that are ready; waits at most that long. */
  List<SelectionKey> select(long millis) throws IOException {
    selector.select(millis);
    List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
    selector.selectedKeys().clear();
    return ready;
  }

  /** Ends the loop, and waits until the connections are closed. */
  @Override
  public void close() {
    ended = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
