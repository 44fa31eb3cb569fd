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

/**
 * Stands between a client and a server on this machine, and can swallow what they send: the
 * connections stay, the kernel acknowledges each byte, and nothing ever comes back. Or what the
 * server sends alone, so that it does what it is told and nobody learns of it.
 */
public final class TcpProxy implements AutoCloseable {

  private final int target;
  private final ServerSocket listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger swallowed = new AtomicInteger();
  private final ByteArrayOutputStream swallowedBytes = new ByteArrayOutputStream();
  private volatile boolean swallowsNew;

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

  /** From now on, the connections that there are and all that come. */
  public void swallow() {
    swallowsNew = true;
    swallowOld();
  }

  /** The connections that there are, for good; those that come work. */
  public void swallowOld() {
    links.forEach(Link::swallow);
  }

  /** What the server sends on the connections that there are; what it is sent still gets there. */
  public void swallowAnswersOfOld() {
    links.forEach(link -> link.answersPass = false);
  }

  /** Closes the connections that there are, on both sides. */
  public void cutOld() {
    links.forEach(Link::end);
  }

  /** Whether this was in a part that was swallowed. */
  public boolean hasSwallowed(String text) {
    return swallowedBytes.toString(StandardCharsets.ISO_8859_1).contains(text);
  }

  /** Connections that come from now on work; those that were swallowed stay so. */
  public void forwardNew() {
    swallowsNew = false;
  }

  /** How many connections were swallowed so far. */
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
      Thread.ofVirtual().start(() -> link.carry(link.client, link.server, () -> !link.silent));
      Thread.ofVirtual()
          .start(
              () -> link.carry(link.server, link.client, () -> !link.silent && link.answersPass));
    } catch (ConnectException serverIsAway) {
      client.close();
    }
  }

  private final class Link {

    private final Socket client;
    private final Socket server;
    private volatile boolean silent;
    private volatile boolean answersPass = true;

    private Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    private void swallow() {
      silent = true;
      swallowed.incrementAndGet();
    }

    private void carry(Socket from, Socket to, BooleanSupplier passes) {
      byte[] chunk = new byte[8192];
      try {
        for (int length = from.getInputStream().read(chunk);
            length >= 0;
            length = from.getInputStream().read(chunk)) {
          if (passes.getAsBoolean()) {
            to.getOutputStream().write(chunk, 0, length);
          } else {
            swallowedBytes.write(chunk, 0, length);
          }
        }
      } catch (IOException gone) {
        // As if it had ended.
      }
      end();
    }

    private void end() {
      links.remove(this);
      try (client;
          server) {
        silent = true;
      } catch (IOException gone) {
        // It was to be closed.
      }
    }
  }

  /** Closes what is open. */
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
