package io.leadgate.web.edge;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Draws;
import io.leadgate.budget.Share;
import io.leadgate.budget.Weight;

/**
 * Draws the weight of one connection from the budget, without the bodies of its requests: the head
 * or trailers that are coming, unanswered requests, bytes that wait in the decoder, and answers
 * that the caller has not read. Confined to one event loop.
 */
final class ConnectionWeight {

  /** Up to this length the decoder's line buffer is part of {@link Weight#CONNECTION}. */
  private static final int SHORT_LINE = 2 * 1024;

  /**
   * Beyond this number of unsent bytes the next request waits until the caller has read its
   * answers.
   */
  private static final int MUCH_UNSENT = 8 * 1024;

  private final Draw draw;
  private boolean ended;

  // In bytes.
  private long head;
  private long trailers;
  private long unanswered;
  private long undecoded;
  private long unsent;
  private long lineBuffer;

  // In ns of System.nanoTime(); 0 if nothing has begun.
  private long headBegan;
  private long unsentBegan;

  ConnectionWeight(Draws draws, Share share) {
    draw = draws.open(share);
  }

  Share share() {
    return draw.share();
  }

  /** Moves the weight to another share; if that share has no room, the weight stays. */
  void moveTo(Share share) {
    var unused = draw.moveTo(share);
  }

  /** Sets the weight of a head that is still coming. */
  void headGrew(int bytes, int lines, int longestLine) {
    lineBufferGrew(longestLine);
    head = bytes + (long) lines * Weight.HEADER_LINE;
    if (headBegan == 0) {
      headBegan = System.nanoTime();
    }
  }

  /**
   * Turns the weight of a head into that of a request.
   *
   * @return the request's weight; 0 if there was no room, so that the request must be refused at
   *     once
   */
  long requestBegan(int bytes, int lines, int longestLine) {
    long weight = Weight.REQUEST + bytes + (long) lines * Weight.HEADER_LINE;
    head = 0;
    headBegan = 0;
    unanswered += weight;
    lineBufferGrew(longestLine);
    if (redraw()) {
      return weight;
    }
    unanswered -= weight;
    return 0;
  }

  /** Sets the weight of the decoder's line buffer, which stays as long as its longest line. */
  void lineBufferGrew(int length) {
    if (length > SHORT_LINE) {
      lineBuffer = Math.max(lineBuffer, length);
    }
  }

  /** Sets the weight of the trailers, which are in memory until they have come to their end. */
  void trailersGrew(int bytes, int lines, int longestLine) {
    trailers = bytes + (long) lines * Weight.HEADER_LINE;
    lineBufferGrew(longestLine);
  }

  void trailersEnded() {
    trailers = 0;
  }

  /**
   * Gives back the weight of an answered request.
   *
   * @param weight the weight that {@link #requestBegan} returned
   */
  void requestEnded(long weight) {
    unanswered -= weight;
    var unused = redraw(); // A smaller draw always has room.
  }

  /**
   * Sets the number of bytes that wait in the decoder, and draws for the head that came.
   *
   * @return whether there was room for both
   */
  boolean setUndecoded(long bytes) {
    undecoded = bytes;
    return redraw();
  }

  /**
   * Sets the number of the answers' bytes that the caller has not read.
   *
   * @return whether there was room for them
   */
  boolean setUnsent(long bytes) {
    if (bytes == unsent) {
      return true;
    }
    if (unsent == 0) {
      unsentBegan = System.nanoTime();
    } else if (bytes == 0) {
      unsentBegan = 0;
    }
    unsent = bytes;
    return redraw();
  }

  private boolean redraw() {
    return ended || draw.set(head + trailers + unanswered + undecoded + unsent + lineBuffer);
  }

  boolean hasHead() {
    return headBegan != 0;
  }

  boolean hasUnsent() {
    return unsent > 0;
  }

  boolean hasMuchUnsent() {
    return unsent > MUCH_UNSENT;
  }

  long bytes() {
    return draw.bytes();
  }

  boolean isHeadOlder(long now, long nanos) {
    return headBegan != 0 && now - headBegan > nanos;
  }

  boolean isUnsentOlder(long now, long nanos) {
    return unsentBegan != 0 && now - unsentBegan > nanos;
  }

  /** Gives everything back, and draws nothing from then on. */
  void close() {
    ended = true;
    draw.close();
  }
}
