package io.leadgate.web.edge;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Draws;
import io.leadgate.budget.Share;
import io.leadgate.budget.Weight;

/**
 * The weight of one connection beside the bodies of its requests, drawn from the budget: the head
 * or the trailers that come, requests that are not answered yet, bytes that wait in the decoder,
 * and answers that the caller has not taken. Confined to one event loop.
 */
final class ConnectionWeight {

  /** Up to this length the decoder's buffer for a line is part of {@link Weight#CONNECTION}. */
  private static final int SHORT_LINE = 2 * 1024;

  /** Past it the next request waits until the caller has taken its answers. */
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

  // In ns of System.nanoTime(); 0 where there is none.
  private long headBegan;
  private long unsentBegan;

  ConnectionWeight(Draws draws, Share share) {
    draw = draws.open(share);
  }

  Share share() {
    return draw.share();
  }

  /** Where that share has no room, the weight stays where it is. */
  void moveTo(Share share) {
    var unused = draw.moveTo(share);
  }

  /** So much of a head has come. */
  void headGrew(int bytes, int lines, int longestLine) {
    lineBufferGrew(longestLine);
    head = bytes + (long) lines * Weight.HEADER_LINE;
    if (headBegan == 0) {
      headBegan = System.nanoTime();
    }
  }

  /**
   * A head is a request now.
   *
   * @return its weight; 0 where there was no room for it, so that it is to be refused at once
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

  /** The decoder keeps its buffer for lines, as long as the longest of them, to its end. */
  void lineBufferGrew(int length) {
    if (length > SHORT_LINE) {
      lineBuffer = Math.max(lineBuffer, length);
    }
  }

  /** So much of the trailers behind a body has come; they are in memory until its end. */
  void trailersGrew(int bytes, int lines, int longestLine) {
    trailers = bytes + (long) lines * Weight.HEADER_LINE;
    lineBufferGrew(longestLine);
  }

  void trailersEnded() {
    trailers = 0;
  }

  /**
   * @param weight that it had when it began
   */
  void requestEnded(long weight) {
    unanswered -= weight;
    var unused = redraw(); // It has become less.
  }

  /**
   * @return whether there was room for it, and for the head that came
   */
  boolean setUndecoded(long bytes) {
    undecoded = bytes;
    return redraw();
  }

  /**
   * @return whether there was room for it
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

  /** Gives all back; nothing is drawn any more. */
  void close() {
    ended = true;
    draw.close();
  }
}
