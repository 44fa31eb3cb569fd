package io.leadgate.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;

/**
 * A loop around a selector, on one thread of its own that keeps no JVM alive: many connections then
 * take as little as they can of the cores that they share with the gateway. Only {@link #start},
 * {@link #goesOn} and {@link #close} may be called on another thread.
 */
final class SelectorLoop implements AutoCloseable {

  private final Selector selector;
  private final Thread thread;
  private volatile boolean ended;

  /** Selects as long as the loop goes on, and then closes its connections. */
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

  /** Where connections are registered. */
  Selector selector() {
    return selector;
  }

  boolean goesOn() {
    return !ended;
  }

  /** The keys of the connections that can go on, after that time at the latest. */
  List<SelectionKey> select(long millis) throws IOException {
    selector.select(millis);
    List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
    selector.selectedKeys().clear();
    return ready;
  }

  /** Ends the loop, and waits until its connections are closed. */
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
