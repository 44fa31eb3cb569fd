package io.leadgate.budget;

/**
 * Holds the bytes that one request or one connection has drawn from a {@link Budget}. A draw grows
 * with its holder until the owner closes the draw or the holder is ended. A closed draw refuses to
 * grow, because nothing would give those bytes back. Confined to one event loop.
 */
public final class Draw {

  private final LoopBudget loop;
  private LoopBudget.Part part;
  private long bytes;
  private boolean closed;

  Draw(LoopBudget loop, Share share) {
    this.loop = loop;
    this.part = loop.part(share);
  }

  /**
   * Draws more bytes.
   *
   * @return false if the share has no room or this draw is closed; then nothing was drawn
   */
  public boolean add(long more) {
    if (closed || !part.tryDraw(more)) {
      return false;
    }
    if (closed) { // The relief ended the holder of this very draw.
      part.giveBack(more);
      return false;
    }
    bytes += more;
    return true;
  }

  /** Draws bytes that are in memory already, even if the share has no room for them. */
  public void force(long more) {
    if (!closed) {
      part.forceDraw(more);
      bytes += more;
    }
  }

  /**
   * Grows or shrinks the draw to a size in bytes.
   *
   * @return false if the share has no room or this draw is closed; then nothing has changed
   */
  public boolean set(long wanted) {
    if (wanted > bytes) {
      return add(wanted - bytes);
    }
    if (wanted < bytes) {
      part.giveBack(bytes - wanted);
      bytes = wanted;
    }
    return true;
  }

  /**
   * Moves all drawn bytes to another share.
   *
   * @return false if the other share has no room; then nothing has changed
   */
  public boolean moveTo(Share other) {
    LoopBudget.Part wanted = loop.part(other);
    if (wanted != part && bytes != 0) {
      if (!wanted.tryDrawWithoutRelief(bytes)) {
        return false;
      }
      part.giveBack(bytes);
    }
    part = wanted;
    return true;
  }

  /** Gives all drawn bytes back, and refuses to draw again. */
  public void close() {
    closed = true;
    if (bytes != 0) {
      part.giveBack(bytes);
      bytes = 0;
    }
  }

  public Share share() {
    return part.share();
  }

  /** The bytes that are drawn now. */
  public long bytes() {
    return bytes;
  }
}
