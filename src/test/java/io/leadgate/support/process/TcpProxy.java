package io.leadgate.support.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Forwards connections from a client to a server on this machine, and can swallow the bytes: the
 * connections stay open, the kernel acknowledges each byte, and no answer comes. The proxy can also
 * swallow only the bytes of the server, so that the server does its work and the client does not
 * learn of it. The proxy can forward new connections to another server, and can change the first
 * bytes of a client, as a connection pooler does. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger swallowed = new AtomicInteger();
  private final ByteArrayOutputStream swallowedBytes = new ByteArrayOutputStream();
  private volatile boolean swallowsNew;
  private volatile int target;
  private volatile UnaryOperator<String> firstBytes = UnaryOperator.identity();

  private TcpProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
  }

  public static TcpProxy before(int target) {
    try {
      TcpProxy proxy = new TcpProxy(target);
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Swallows the bytes of all open connections and of all new connections. */
  public void swallow() {
    swallowsNew = true;
    swallowOld();
  }

  /** Swallows the bytes of the open connections for good; new connections work. */
  public void swallowOld() {
    links.forEach(Link::swallow);
  }

  /**
   * Swallows the server's bytes on the open connections; the client's bytes still reach the server.
   */
  public void swallowAnswersOfOld() {
    links.forEach(link -> link.forwardsAnswers = false);
  }

  /** Closes the open connections on both sides. */
  public void cutOld() {
    links.forEach(Link::end);
  }

  /** Forwards new connections to another server, and closes the open connections. */
  public void pointTo(int otherTarget) {
    pointNewTo(otherTarget);
    cutOld();
  }

  /** Forwards new connections to another server; open connections stay. */
  public void pointNewTo(int otherTarget) {
    target = otherTarget;
  }

  /**
   * Changes the first bytes that each new client sends.
   *
   * @param change changes the bytes as characters of ISO 8859-1, and keeps their number
   */
  public void changeFirstBytes(UnaryOperator<String> change) {
    firstBytes = change;
  }

  /** Whether the swallowed bytes contain the text. */
  public boolean hasSwallowed(String text) {
    return swallowedBytes.toString(StandardCharsets.ISO_8859_1).contains(text);
  }

  /** Forwards new connections again; swallowed connections stay swallowed. */
  public void forwardNew() {
    swallowsNew = false;
  }

  /** The number of connections that are open. */
  public int open() {
    return links.size();
  }

  /** The number of connections that were swallowed so far. */
  public int swallowed() {
    return swallowed.get();
  }

  private void accept() {
    try {
      while (true) {
        forward(listener.accept());
      }
    } catch (IOException closed) {
      links.forEach(Link::end);
    }
  }

  private void forward(Socket client) throws IOException {
    try {
      Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
      links.add(link);
      if (swallowsNew) {
        link.swallow();
      }
      Thread.ofVirtual()
          .start(() -> link.carry(link.client, link.server, firstBytes, () -> !link.swallowsAll));
      Thread.ofVirtual()
          .start(
              () ->
                  link.carry(
                      link.server,
                      link.client,
                      UnaryOperator.identity(),
                      () -> !link.swallowsAll && link.forwardsAnswers));
    } catch (ConnectException serverIsAway) {
      client.close();
    }
  }

  private final class Link {

    private final Socket client;
    private final Socket server;
    private volatile boolean swallowsAll;
    private volatile boolean forwardsAnswers = true;

    private Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    private void swallow() {
      swallowsAll = true;
      swallowed.incrementAndGet();
    }

    private void carry(
        Socket from, Socket to, UnaryOperator<String> changeOfFirst, BooleanSupplier passes) {
      byte[] chunk = new byte[8192];
      UnaryOperator<String> change = changeOfFirst;
      try {
        for (int length = from.getInputStream().read(chunk);
            length >= 0;
            length = from.getInputStream().read(chunk)) {
          if (passes.getAsBoolean()) {
            String changed =
                change.apply(new String(chunk, 0, length, StandardCharsets.ISO_8859_1));
            change = UnaryOperator.identity();
            to.getOutputStream().write(changed.getBytes(StandardCharsets.ISO_8859_1));
          } else {
            swallowedBytes.write(chunk, 0, length);
          }
        }
      } catch (IOException gone) {
        // A broken connection is treated like a connection that has ended.
      }
      end();
    }

    private void end() {
      links.remove(this);
      try (client;
          server) {
        swallowsAll = true;
      } catch (IOException gone) {
        // The connection is closed all the same.
      }
    }
  }

  /** Closes the listener and all connections. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    links.forEach(Link::end);
  }
}
