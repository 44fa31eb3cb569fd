package io.leadgate.web.edge;

import io.leadgate.telemetry.ConnectionEnd;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * When more is read from one connection: not while many of its requests are unanswered, nor while
 * its caller does not take the answers. What was read and has to wait stays in the decoder, and
 * past a bound in the socket. Confined to one event loop.
 */
final class ReadControl {

  /** Past it nothing more is taken from the socket until requests before that were read. */
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

  /** Whether it is being read at this moment, further up the stack. */
  boolean isAtWork() {
    return atWork;
  }

  /** Whether another request may be read: not behind many that wait for their answers. */
  boolean mayReadNext() {
    if (weight.hasUnsent()) {
      measureUnsent(); // It may have been taken since.
    }
    return requests.mayReadNext() && !weight.hasMuchUnsent();
  }

  /**
   * A read was worked off.
   *
   * @param undecoded bytes that wait in the decoder, because they are part of a line, or behind
   *     requests that are not answered yet
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

  /** Goes on with a head that had to wait, where it may begin now. */
  void resumeHead() {
    if (requests.mayReadNextLater() && !weight.hasMuchUnsent()) {
      connection.decoder().resumeHead();
    }
  }

  /**
   * Vert.x stops reading by itself where requests wait in it, and goes on when none does; so
   * reading is held and released here only while none does.
   */
  private void holdReads(boolean wanted) {
    if (wanted != readsAreHeld
        && connection.hasNoWholeRequest()
        && !connection.linger().hasBegun()) {
      readsAreHeld = wanted;
      connection.channel().config().setAutoRead(!wanted);
    }
  }

  /**
   * A request was answered to its end. Its connection makes no room for itself meanwhile, because
   * its own 503 would come before that answer.
   */
  void requestEnded(long requestWeight) {
    boolean wasAtWork = atWork;
    atWork = true;
    weight.requestEnded(requestWeight);
    atWork = wasAtWork;
  }

  /** Weighs what the caller has not taken of its answers: it is in memory until then. */
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
