package io.leadgate.attack;

import io.leadgate.attack.AnswerReader.Answered;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the script of one attacking connection, and opens it again. Confined to one thread. */
final class Attacker {

  private static final ByteBuffer IN = ByteBuffer.allocateDirect(64 << 10);

  private final Script script;
  private final InetAddress from;
  private final AttackTally tally;
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private int openings;
  private boolean connected;
  private boolean awaitsAnswer;
  private ByteBuffer[] left = new ByteBuffer[0];
  private AnswerReader reader = new AnswerReader();
  private long bytesRead;

  Attacker(Script script, InetAddress from, AttackTally tally) {
    this.script = script;
    this.from = from;
    this.tally = tally;
  }

  Script script() {
    return script;
  }

  /** The number of times that the connection was opened. */
  int openings() {
    return openings;
  }

  boolean isOpen() {
    return channel != null;
  }

  /** Begins to connect. */
  void open(InetSocketAddress server, Selector selector) throws IOException {
    left = script.opening().stream().map(ByteBuffer::duplicate).toArray(ByteBuffer[]::new);
    reader = new AnswerReader();
    bytesRead = 0;
    connected = false;
    openings++;
    SocketChannel opening = SocketChannel.open();
    channel = opening;
    opening.configureBlocking(false);
    opening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    if (script.receiveBufferBytes() > 0) {
      opening.setOption(StandardSocketOptions.SO_RCVBUF, script.receiveBufferBytes());
    }
    opening.bind(new InetSocketAddress(from, 0));
    key = opening.register(selector, SelectionKey.OP_CONNECT, this);
    if (opening.connect(server)) {
      connected();
    }
  }

  private void connected() {
    connected = true;
    awaitsAnswer = script.readsAll() && !script.opening().isEmpty();
    tally.opened();
    if (awaitsAnswer) {
      tally.unanswered.incrementAndGet();
    }
  }

  /** Reads and writes without blocking; false once the connection has ended. */
  boolean go() {
    SocketChannel current = channel;
    SelectionKey selected = key;
    if (current == null || selected == null) {
      return false;
    }
    try {
      if (!connected) {
        if (!current.finishConnect()) {
          return true;
        }
        connected();
      }
      boolean more = read(current);
      if (more) {
        write(current, selected);
      }
      return more;
    } catch (IOException gone) {
      return false;
    }
  }

  private void write(SocketChannel current, SelectionKey selected) throws IOException {
    tally.bytes.addAndGet(current.write(left));
    boolean unsent = left.length > 0 && left[left.length - 1].hasRemaining();
    boolean reads = bytesRead < script.readsBytesMax();
    selected.interestOps((unsent ? SelectionKey.OP_WRITE : 0) | (reads ? SelectionKey.OP_READ : 0));
  }

  private boolean read(SocketChannel current) throws IOException {
    if (bytesRead >= script.readsBytesMax()) {
      return true;
    }
    IN.clear().limit((int) Math.min(IN.capacity(), script.readsBytesMax() - bytesRead));
    int count = current.read(IN);
    if (count > 0) {
      bytesRead += count;
      reader.add(IN.flip());
    }
    if (bytesRead >= script.readsBytesMax()) {
      tally.status(reader.begun());
      return true;
    }
    for (Optional<Answered> next = reader.next(); next.isPresent(); next = reader.next()) {
      tally.answered(next.get());
      answered();
      if (script.readsAll() && next.get().status() == 503) {
        return false;
      }
    }
    return count >= 0;
  }

  private void answered() {
    if (awaitsAnswer) {
      awaitsAnswer = false;
      tally.unanswered.decrementAndGet();
    }
  }

  /** Sends the next bytes of the drip; false once the connection has ended. */
  boolean drip(String text) {
    if (left.length == 0 || !left[left.length - 1].hasRemaining()) {
      left = new ByteBuffer[] {StandardCharsets.ISO_8859_1.encode(text)};
    }
    return go();
  }

  /** Counts and closes a connection that the gateway has ended. */
  void close() throws IOException {
    (connected ? tally.ended : tally.refused).incrementAndGet();
    leave();
  }

  /** Closes an open connection. */
  void leave() throws IOException {
    SocketChannel current = channel;
    if (current != null) {
      if (connected) {
        tally.open.decrementAndGet();
      }
      answered();
      channel = null;
      current.close();
    }
  }
}
