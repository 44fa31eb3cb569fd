package io.leadgate.web.edge;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Share;
import io.leadgate.budget.Weight;
import java.util.Optional;

/**
 * The requests of one connection that were read and are not answered yet, in their order. Several
 * may have been read; Vert.x hands them on one by one. Confined to one event loop.
 */
final class PendingRequests {

  /** How many are read before the first of them was answered. */
  private static final int UNANSWERED_MAX = 8;

  /** How many of them are read in one round of the event loop, in which others are served too. */
  private static final int ROUND_MAX = 2;

  /** The weight of each that is not answered yet, by its number; 0 where it found no room. */
  private final long[] weights = new long[2 * UNANSWERED_MAX];

  private int unanswered;
  private int begunInRound;
  private long begun;
  private long handled;
  private long answeredAt;
  private boolean bodyWanted;
  private Optional<HttpFault> brokenBody = Optional.empty();

  /** Of the one that is worked on. */
  private Optional<Draw> draw = Optional.empty();

  void roundBegan() {
    begunInRound = 0;
  }

  boolean mayReadNext() {
    return unanswered < UNANSWERED_MAX && begunInRound < ROUND_MAX;
  }

  /** The same in another round. */
  boolean mayReadNextLater() {
    return unanswered < UNANSWERED_MAX;
  }

  /**
   * @param weight that is drawn for it; 0 where there was no room
   */
  void add(long weight) {
    unanswered++;
    begun++;
    begunInRound++;
    bodyWanted = false;
    brokenBody = Optional.empty();
    weights[place(begun)] = weight;
  }

  private int place(long number) {
    return (int) (number % weights.length);
  }

  /** Whether there was no room for the next one; to be asked once for each, in their order. */
  boolean isNextOverloaded() {
    handled++;
    return weights[place(handled)] == 0;
  }

  /** The draw of the request that is worked on. */
  void setDraw(Draw opened) {
    draw = Optional.of(opened);
  }

  boolean drawsFrom(Share share) {
    return draw.filter(open -> open.share() == share && open.bytes() > 0).isPresent();
  }

  /** The part of it that has come is thrown away; the connection may end later. */
  void closeDraw() {
    draw.ifPresent(Draw::close);
    draw = Optional.empty();
  }

  /** It goes on without its connection, which it keeps in memory until it is done. */
  void detachDraw() {
    draw.ifPresent(open -> open.force(Weight.CONNECTION + Weight.REQUEST));
    draw = Optional.empty();
  }

  /** The one that was read first of those is answered; its weight is returned. */
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

  /** Whether the one that was read last is the one that is worked on. */
  boolean isSingle() {
    return unanswered == 1;
  }

  boolean areSeveral() {
    return unanswered > 1;
  }

  boolean wereAnsweredLongAgo(long now, long nanos) {
    return unanswered == 0 && now - answeredAt > nanos;
  }

  void wantBody() {
    bodyWanted = true;
  }

  /** Whether the body of the one that was read last has a reader, or nobody wants it any more. */
  boolean isBodyWanted() {
    return bodyWanted;
  }

  /** To be told to its reader, once there is one. */
  void setBrokenBody(HttpFault fault) {
    brokenBody = Optional.of(fault);
  }

  Optional<HttpFault> takeBrokenBody() {
    Optional<HttpFault> fault = brokenBody;
    brokenBody = Optional.empty();
    return fault;
  }
}
