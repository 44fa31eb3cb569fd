package io.leadgate.budget;

import java.util.EnumMap;
import java.util.Map;

/**
 * The draws of one event loop from a {@link Budget}. Confined to that event loop.
 *
 * <p>Only the holders on the own event loop can be made to make room at once. So strangers, who can
 * choose the event loop by the order of their connections, could hold a share on one event loop
 * while the other event loops refuse everybody. Therefore the last fifth of the strangers' shares
 * is for event loops that have drawn less than their part, which is the same for each; and where
 * some of it is used, the others are asked to give up as much.
 */
public final class LoopBudget {

  private final Budget budget;
  private final int loops;
  private final Relief relief;
  private final Map<Share, Part> parts = new EnumMap<>(Share.class);

  /** The part of one share that this event loop draws. */
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

    private boolean holdsTheOthersBack() {
      return used > own && account.used() > common;
    }

    /** Draws, and asks for room as often as a holder can be found that makes some. */
    boolean take(long bytes) {
      while (!account.take(bytes, bound(bytes))) {
        if (bytes > bound(bytes)) {
          return false;
        }
        if (!relief.relieve(share)) {
          askOthers();
          return false;
        }
      }
      used += bytes;
      if (account.used() > common) {
        askOthers();
      }
      return true;
    }

    /** The same without relief, for what another share holds already. */
    boolean takeOver(long bytes) {
      boolean taken = account.take(bytes, bound(bytes));
      used += taken ? bytes : 0;
      return taken;
    }

    /** How far all event loops together may draw where this one draws so much more. */
    private long bound(long bytes) {
      return used + bytes <= own ? account.max() : common;
    }

    private void askOthers() {
      if (common < account.max() && used <= own) {
        relief.askOthers(share);
      }
    }

    void force(long bytes) {
      account.force(bytes);
      used += bytes;
    }

    void give(long bytes) {
      account.give(bytes);
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

  /** A holder that has drawn nothing yet. */
  public Draw open(Share share) {
    return new Draw(this, share);
  }

  /**
   * Whether this event loop has drawn more than its part of that share while some of the last fifth
   * is used, which is for the others.
   */
  public boolean holdsTheOthersBack(Share share) {
    return part(share).holdsTheOthersBack();
  }

  Part part(Share share) {
    Part part = parts.get(share);
    if (part == null) {
      throw new IllegalArgumentException("no part of " + share);
    }
    return part;
  }
}
