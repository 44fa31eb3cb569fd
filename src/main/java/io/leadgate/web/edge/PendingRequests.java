package io.leadgate.web.edge;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Share;
import io.leadgate.budget.Weight;
import java.util.Optional;

/**
 * Keeps the unanswered requests of one connection, in their order. Several requests may be decoded
 * already, and Vert.x hands them on one by one. Confined to one event loop.
 */
final class PendingRequests {

  /**
   * How many requests may be unanswered at a time. At six of them Vert.x would stop and resume
   * reading on its own (at eight messages that wait there), also while the edge has stopped it.
   */
  private static final int UNANSWERED_MAX = 5;

  /**
   * How many requests are decoded in one round of the event loop, so that other connections are
   * served too.
   */
  private static final int ROUND_MAX = 2;

  /**
   * The weights of the unanswered requests, by their numbers; 0 for a request that found no room.
   */
  private final long[] weights = new long[2 * UNANSWERED_MAX];

  private int unanswered;
  private int begunInRound;
  private long begun;
  private long handled;
  private long answeredAt;
  private boolean pipelined;
  private boolean bodyWanted;
  private Optional<HttpFault> brokenBody = Optional.empty();

  /** The draw of the request that is being handled. */
  private Optional<Draw> draw = Optional.empty();

  void roundBegan() {
    begunInRound = 0;
  }

  boolean mayReadNext() {
    return unanswered < UNANSWERED_MAX && begunInRound < ROUND_MAX;
  }

  /** Whether another request may be decoded in a later round. */
  boolean mayReadNextLater() {
    return unanswered < UNANSWERED_MAX;
  }

  /**
   * Adds a request.
   *
   * @param weight the weight that was drawn for the request; 0 if there was no room
   */
  void add(long weight) {
    pipelined |= unanswered > 0;
    unanswered++;
    begun++;
    begunInRound++;
    bodyWanted = false;
    brokenBody = Optional.empty();
    weights[place(begun)] = weight;
  }

  /** Whether a request of this connection has come before the answer to an earlier request. */
  boolean arePipelined() {
    return pipelined;
  }

  private int place(long number) {
    return (int) (number % weights.length);
  }

  /**
   * Whether the next request found no room. Must be called once for each request, in their order.
   */
  boolean isNextOverloaded() {
    handled++;
    return weights[place(handled)] == 0;
  }

  /** Sets the draw of the request that is being handled. */
  void setDraw(Draw opened) {
    draw = Optional.of(opened);
  }

  boolean drawsFrom(Share share) {
    return draw.filter(open -> open.share() == share && open.bytes() > 0).isPresent();
  }

  /** Closes the draw, because the part of the request that has come is dropped. */
  void closeDraw() {
    draw.ifPresent(Draw::close);
    draw = Optional.empty();
  }

  /**
   * Leaves the draw to its owner, because the request goes on without its connection. The request
   * keeps the connection in memory until it is done, so the weights of both are added.
   */
  void detachDraw() {
    draw.ifPresent(open -> open.force(Weight.CONNECTION + Weight.REQUEST));
    draw = Optional.empty();
  }

  /**
   * Removes the oldest request, which was answered.
   *
   * @return the weight that was drawn for the request
   */
  long removeAnswered() {
    long weight = weights[place(begun - unanswered + 1)];
    unanswered--;
    answeredAt = System.nanoTime();
    draw = Optional.empty();
    return weight;
  }

  boolean areAllAnswered() {
    return unanswered == 0;
  }

  /**
   * Whether exactly one request is unanswered, so that the last decoded request is being handled.
   */
  boolean isSingle() {
    return unanswered == 1;
  }

  boolean areSeveral() {
    return unanswered > 1;
  }

  boolean wereAnsweredLongAgo(long now, long nanos) {
    return unanswered == 0 && now - answeredAt > nanos;
  }

  /**
   * Begins to read the body of the request that is being handled, or drops the rest of the body of
   * the request that was answered last.
   *
   * @return whether a part of that body may still come; false if later requests were decoded behind
   *     it, because it has come whole then
   */
  boolean wantBody() {
    if (areSeveral()) {
      return false;
    }
    bodyWanted = true;
    return true;
  }

  /** Whether the last decoded request's body has a reader, or is to be dropped. */
  boolean isBodyWanted() {
    return bodyWanted;
  }

  /** Keeps the fault of the body until the body has a reader. */
  void setBrokenBody(HttpFault fault) {
    brokenBody = Optional.of(fault);
  }

  Optional<HttpFault> takeBrokenBody() {
    Optional<HttpFault> fault = brokenBody;
    brokenBody = Optional.empty();
    return fault;
  }
}
