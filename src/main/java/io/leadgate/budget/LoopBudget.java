package io.leadgate.budget;

import java.util.EnumMap;
import java.util.Map;

/**
 * Draws from a {@link Budget} for the holders on one event loop, and asks for relief when a share
 * is used up. Confined to one event loop.
 *
 * <p>An event loop ends its own holders immediately, and can only ask other event loops to end
 * holders. Strangers choose their event loop by the order of their connections, so they could fill
 * a share on one event loop while all other event loops refuse everybody. Therefore each event loop
 * has an equal part of a share, and the last fifth of a strangers' share is reserved for event
 * loops that have drawn less than their part. While some of that fifth is used, event loops that
 * have drawn more are asked to end holders.
 */
public final class LoopBudget {

  private final Budget budget;
  private final int loops;
  private final Relief relief;
  private final Map<Share, Part> parts = new EnumMap<>(Share.class);

  /** The bytes that this event loop draws from one share. */
  final class Part {
    private final Share share;
    private final Budget.Account account;
    private final long own;
    private final long common;
    private long used;

    private Part(Share share) {
      this.share = share;
      this.account = budget.account(share);
      this.own = account.max() / loops;
      this.common = share.isOfStrangers() && loops > 1 ? account.max() / 5 * 4 : account.max();
    }

    Share share() {
      return share;
    }

    private boolean holdsBackOtherLoops() {
      return used > own && account.used() > common;
    }

    /** Draws bytes, and asks for relief until the share has room or no holder is left to end. */
    boolean tryDraw(long bytes) {
      while (!account.tryDraw(bytes, bound(bytes))) {
        if (bytes > bound(bytes)) {
          return false;
        }
        if (!relief.relieve(share)) {
          askOtherLoops();
          return false;
        }
      }
      used += bytes;
      if (account.used() > common) {
        askOtherLoops();
      }
      return true;
    }

    /** Draws bytes that come from another share, and asks for no relief. */
    boolean tryDrawWithoutRelief(long bytes) {
      boolean drawn = account.tryDraw(bytes, bound(bytes));
      used += drawn ? bytes : 0;
      return drawn;
    }

    /**
     * The bound on the draws of all event loops together, if this event loop draws so many bytes
     * more.
     */
    private long bound(long bytes) {
      return used + bytes <= own ? account.max() : common;
    }

    private void askOtherLoops() {
      if (common < account.max() && used <= own) {
        relief.askOtherLoops(share);
      }
    }

    void forceDraw(long bytes) {
      account.forceDraw(bytes);
      used += bytes;
    }

    void giveBack(long bytes) {
      account.giveBack(bytes);
      used -= bytes;
    }
  }

  LoopBudget(Budget budget, int loops, Relief relief) {
    this.budget = budget;
    this.loops = loops;
    this.relief = relief;
    for (Share share : Share.values()) {
      parts.put(share, new Part(share));
    }
  }

  /** Opens an empty draw; the owner must close it. */
  public Draw open(Share share) {
    return new Draw(this, share);
  }

  /**
   * Whether this event loop has drawn more than its part of a share while some of the last fifth,
   * which is reserved for the other event loops, is used.
   */
  public boolean holdsBackOtherLoops(Share share) {
    return part(share).holdsBackOtherLoops();
  }

  Part part(Share share) {
    Part part = parts.get(share);
    if (part == null) {
      throw new IllegalArgumentException("no part of " + share);
    }
    return part;
  }
}
