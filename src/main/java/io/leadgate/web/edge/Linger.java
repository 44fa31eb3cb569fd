package io.leadgate.web.edge;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;

/**
 * Ends a connection whose last answer was sent while more of a request may come: shuts the sending
 * side, and drops incoming bytes, for a moment and up to a bound. If the socket were closed with
 * unread bytes, the kernel would send a reset, and the caller would lose the answer (RFC 9112,
 * section 9.6). Confined to one event loop.
 */
final class Linger {

  private static final long BYTES_MAX = 16L << 20;

  private final Channel channel;
  private final Runnable end;
  private long bytesLeft = BYTES_MAX;

  /** In ns of {@link System#nanoTime()}; 0 until lingering has begun. */
  private long began;

  /**
   * @param end runs when more bytes have come than the bound
   */
  Linger(Channel channel, Runnable end) {
    this.channel = channel;
    this.end = end;
  }

  void begin() {
    began = System.nanoTime();
    channel.config().setAutoRead(true);
    var unused = ((DuplexChannel) channel).shutdownOutput();
  }

  boolean hasBegun() {
    return began != 0;
  }

  boolean isOlder(long now, long nanos) {
    return now - began > nanos;
  }

  void discarded(int bytes) {
    bytesLeft -= bytes;
    if (bytesLeft <= 0) {
      end.run();
    }
  }
}
