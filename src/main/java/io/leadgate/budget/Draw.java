package io.leadgate.budget;

/**
 * The bytes that one holder, a request or a connection, has drawn from a {@link Budget}. A draw
 * grows with its holder, and its owner closes it once; after that it may be used again. Confined to
 * one event loop.
 */
public final class Draw {

  private final Budget budget;
  private final Relief relief;
  private Share share;
  private long bytes;

  Draw(Budget budget, Share share, Relief relief) {
    this.budget = budget;
    this.share = share;
    this.relief = relief;
  }

  /**
   * Draws more.
   *
   * @return whether the share had room; where it had none, nothing was drawn
   */
  public boolean add(long more) {
    while (!budget.take(share, more)) {
      if (more > budget.max(share) || !relief.relieve(share)) {
        return false;
      }
    }
    bytes += more;
    return true;
  }

  /** Draws more of what is in memory already, whether there is room for it or not. */
  public void force(long more) {
    budget.force(share, more);
    bytes += more;
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
      budget.give(share, bytes - wanted);
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
    if (other == share || bytes == 0) {
      share = other;
      return true;
    }
    if (!budget.take(other, bytes)) {
      return false;
    }
    budget.give(share, bytes);
    share = other;
    return true;
  }

  /** Gives all of it back. */
  public void close() {
    if (bytes != 0) {
      budget.give(share, bytes);
      bytes = 0;
    }
  }

  public Share share() {
    return share;
  }

  /** The present draw, in bytes. */
  public long bytes() {
    return bytes;
  }
}
