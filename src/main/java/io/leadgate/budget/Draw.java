package io.leadgate.budget;

/**
 * The bytes that one holder, a request or a connection, has drawn from a {@link Budget}. A draw
 * grows with its holder until it is closed, by its owner or where the holder is ended; a closed one
 * draws nothing, because nobody would give that back. Confined to one event loop.
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
   * Draws more.
   *
   * @return whether the share had room; where it had none, or it is closed, nothing was drawn
   */
  public boolean add(long more) {
    if (closed || !part.take(more)) {
      return false;
    }
    if (closed) { // It was its own holder that had to make room.
      part.give(more);
      return false;
    }
    bytes += more;
    return true;
  }

  /** Draws more of what is in memory already, whether there is room for it or not. */
  public void force(long more) {
    if (!closed) {
      part.force(more);
      bytes += more;
    }
  }

  /**
   * Grows or shrinks to this.
   *
   * @return whether the share had room; where it had none, nothing has changed
   */
  public boolean set(long wanted) {
    if (wanted > bytes) {
      return add(wanted - bytes);
    }
    if (wanted < bytes) {
      part.give(bytes - wanted);
      bytes = wanted;
    }
    return true;
  }

  /**
   * Moves all of it to another share.
   *
   * @return whether that share had room; where it had none, nothing has changed
   */
  public boolean moveTo(Share other) {
    LoopBudget.Part wanted = loop.part(other);
    if (wanted != part && bytes != 0) {
      if (!wanted.takeOver(bytes)) {
        return false;
      }
      part.give(bytes);
    }
    part = wanted;
    return true;
  }

  /** Gives all of it back, for good. */
  public void close() {
    closed = true;
    if (bytes != 0) {
      part.give(bytes);
      bytes = 0;
    }
  }

  public Share share() {
    return part.share();
  }

  /** The present draw, in bytes. */
  public long bytes() {
    return bytes;
  }
}
