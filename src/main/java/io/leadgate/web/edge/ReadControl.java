package io.leadgate.web.edge;

import io.leadgate.telemetry.ConnectionEnd;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Decides when more is read from one connection. Reading pauses while many of its requests are
 * unanswered, or while its caller does not read the answers. Bytes that must wait stay in the
 * decoder, and beyond a bound in the socket. Confined to one event loop.
 */
final class ReadControl {

  /**
   * Beyond this number of bytes nothing more is read from the socket until earlier requests were
   * decoded.
   */
  private static final int UNDECODED_MAX = 64 * 1024;

  private final Edge edge;
  private final EdgeConnection connection;
  private final PendingRequests requests;
  private final ConnectionWeight weight;
  private boolean atWork;
  private boolean readsAreHeld;

  ReadControl(
      Edge edge, EdgeConnection connection, PendingRequests requests, ConnectionWeight weight) {
    this.edge = edge;
    this.connection = connection;
    this.requests = requests;
    this.weight = weight;
  }

  void readBegan() {
    atWork = true;
    requests.roundBegan();
  }

  /**
   * Whether a method of this connection is running further up the stack, so that the connection
   * must not be ended to make room.
   */
  boolean isAtWork() {
    return atWork;
  }

  /** Whether another request may be decoded now. */
  boolean mayReadNext() {
    if (weight.hasUnsent()) {
      measureUnsent(); // The caller may have read the answers since.
    }
    return requests.mayReadNext() && !weight.hasMuchUnsent();
  }

  /**
   * Ends a read, and weighs the bytes that are left.
   *
   * @param undecoded the bytes that wait in the decoder, because they are an incomplete line or
   *     stand behind unanswered requests
   */
  void readEnded(int undecoded) {
    boolean hasRoom = weight.setUndecoded(undecoded);
    atWork = false;
    edge.update(connection);
    if (!hasRoom) {
      edge.turnAway(connection, ConnectionEnd.MEMORY);
      return;
    }
    if (connection.decoder().isWaiting()) {
      holdReads(undecoded > UNDECODED_MAX);
      resumeHead();
    } else {
      holdReads(false);
    }
  }

  /** Resumes a waiting head, if a request may be decoded in the next round. */
  void resumeHead() {
    if (requests.mayReadNextLater() && !weight.hasMuchUnsent()) {
      connection.decoder().resumeHead();
    }
  }

  /**
   * Stops or resumes reading from the socket. After the caller's end of the connection, Netty reads
   * on to that end: at most what the kernel holds.
   */
  private void holdReads(boolean wanted) {
    if (connection.linger().hasBegun()) {
      return;
    }
    if (wanted) {
      connection.holdReads();
    } else if (readsAreHeld) {
      connection.releaseReads();
    }
    readsAreHeld = wanted;
  }

  /** Whether reading from the socket is stopped, so that bytes may be left there. */
  boolean areReadsHeld() {
    return readsAreHeld;
  }

  /**
   * Gives back the weight of an answered request. Meanwhile the connection counts as at work and is
   * not ended to make room, because the 503 of that end would be sent ahead of the answer.
   */
  void requestEnded(long requestWeight) {
    boolean wasAtWork = atWork;
    atWork = true;
    weight.requestEnded(requestWeight);
    atWork = wasAtWork;
  }

  /**
   * Weighs the answers' bytes that the caller has not read, because they stay in memory until then.
   */
  void measureUnsent() {
    ChannelOutboundBuffer buffer = connection.channel().unsafe().outboundBuffer();
    if (buffer == null || connection.hasEnded()) {
      return;
    }
    boolean wasSending = weight.hasUnsent();
    boolean wasAtWork = atWork;
    atWork = true;
    boolean hasRoom = weight.setUnsent(buffer.totalPendingWriteBytes());
    atWork = wasAtWork;
    if (wasSending != weight.hasUnsent()) {
      edge.update(connection);
    }
    if (!hasRoom) {
      edge.drop(connection, ConnectionEnd.MEMORY);
    } else if (wasSending && !atWork) {
      resumeHead();
    }
  }
}
