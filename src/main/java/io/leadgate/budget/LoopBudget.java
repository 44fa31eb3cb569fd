package io.leadgate.budget;

import java.util.EnumMap;
import java.util.Map;

/**
 * The draws of one event loop from a {@link Budget}. Each event loop has a part of each share that
 * is its own where strangers draw from the share: else strangers whose connections another event
 * loop serves could hold all of it, because only the holders on the own event loop can be made to
 * make room at once. A draw within that part exceeds a full share, and the other event loops are
 * asked to give up as much. Confined to one event loop.
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
    private long used;

    private Part(Share share) {
      this.share = share;
      this.account = budget.account(share);
      this.own = account.max() / loops;
    }

    Share share() {
      return share;
    }

    /** Draws, and asks for room as often as a holder can be found that makes some. */
    boolean take(long bytes) {
      while (!account.take(bytes)) {
        if (bytes > account.max()) {
          return false;
        }
        if (!relief.relieve(share)) {
          return takeFromOthers(bytes);
        }
      }
      used += bytes;
      return true;
    }

    private boolean takeFromOthers(long bytes) {
      relief.askOthers(share);
      if (!share.isOfStrangers() || used + bytes > own || loops == 1) {
        return false;
      }
      force(bytes);
      return true;
    }

    /** The same without relief, for what another share holds already. */
    boolean takeOver(long bytes) {
      boolean taken = account.take(bytes);
      used += taken ? bytes : 0;
      return taken;
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

  /** Whether this event loop has drawn more than its part of that share. */
  public boolean isOverItsPart(Share share) {
    Part part = part(share);
    return part.used > part.own;
  }

  /** Whether all event loops together have drawn more than the bound of that share. */
  public boolean isShareOver(Share share) {
    return budget.isOver(share);
  }

  Part part(Share share) {
    Part part = parts.get(share);
    if (part == null) {
      throw new IllegalArgumentException("no part of " + share);
    }
    return part;
  }
}
