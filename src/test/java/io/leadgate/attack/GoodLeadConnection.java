package io.leadgate.attack;

import io.leadgate.attack.AnswerReader.Answered;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends good leads on a vendor's connection, one at a time. Confined to one thread. */
final class GoodLeadConnection {

  private final InetSocketAddress server;
  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocateDirect(16 << 10);
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private ByteBuffer left = ByteBuffer.allocate(0);
  private AnswerReader reader = new AnswerReader();
  private boolean busy;
  private long due;
  private long sentAt;

  GoodLeadConnection(InetSocketAddress server, Selector selector) {
    this.server = server;
    this.selector = selector;
  }

  boolean isOpen() {
    return channel != null;
  }

  boolean isBusy() {
    return busy;
  }

  long due() {
    return due;
  }

  long sentAt() {
    return sentAt;
  }

  /** Begins to connect. A lead may be sent at once, and goes out when the connection is made. */
  void open() throws IOException {
    SocketChannel opening = SocketChannel.open();
    opening.configureBlocking(false);
    opening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    opening.setOption(StandardSocketOptions.TCP_NODELAY, true);
    opening.bind(new InetSocketAddress(Addresses.GOOD, 0));
    reader = new AnswerReader();
    left = ByteBuffer.allocate(0);
    try {
      boolean connected = opening.connect(server);
      key =
          opening.register(
              selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
    } catch (IOException refused) {
      opening.close();
      throw refused;
    }
    channel = opening;
  }

  void send(byte[] request, long dueAt) {
    busy = true;
    due = dueAt;
    sentAt = System.nanoTime();
    left = ByteBuffer.wrap(request);
  }

  /**
   * Reads and writes without blocking.
   *
   * @return the answer; empty while the answer is incomplete
   * @throws IOException if the connection has ended
   */
  Optional<Answered> go() throws IOException {
    SocketChannel current = channel;
    SelectionKey selected = key;
    if (current == null
        || selected == null
        || (!current.isConnected() && !current.finishConnect())) {
      return Optional.empty();
    }
    // Reads first, because a gateway that turns a connection away answers and closes at once.
    int count = read(current);
    Optional<Answered> answered = reader.next();
    if (answered.isPresent()) {
      busy = false;
      return answered;
    }
    if (count < 0) {
      throw new IOException("closed by the gateway");
    }
    if (left.hasRemaining()) {
      current.write(left);
    }
    selected.interestOps(
        left.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    return Optional.empty();
  }

  private int read(SocketChannel current) throws IOException {
    int count = current.read(in.clear());
    reader.add(in.flip());
    return count;
  }

  void close() throws IOException {
    SocketChannel current = channel;
    busy = false;
    channel = null;
    if (current != null) {
      current.close();
    }
  }
}
