package io.leadgate.budget;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that unfinished requests hold in this process: heads, bodies, leads that wait
 * for their commit, lists, and answers that callers have not read yet. Each holder draws its weight
 * ({@link Weight}: the bytes that it occupies, not its length on the wire) from a {@link Share}
 * before it allocates. Shares never lend to each other, so a flood of callers of one kind is
 * refused while the others go on.
 *
 * <p>All event loops draw from the same counters, without a lock. Thread-safe.
 */
public final class Budget {

  private final Map<Share, Account> accounts = new EnumMap<>(Share.class);

  /** Counts the bytes that are drawn from one share. Thread-safe. */
  static final class Account {
    private final long max;
    private final AtomicLong used = new AtomicLong();

    Account(long max) {
      this.max = max;
    }

    /**
     * Draws bytes unless the share's total would exceed the bound.
     *
     * @param bound at most {@link #max()}
     */
    boolean tryDraw(long bytes, long bound) {
      if (used.addAndGet(bytes) <= bound) {
        return true;
      }
      used.addAndGet(-bytes);
      return false;
    }

    void forceDraw(long bytes) {
      used.addAndGet(bytes);
    }

    void giveBack(long bytes) {
      used.addAndGet(-bytes);
    }

    long max() {
      return max;
    }

    long used() {
      return used.get();
    }
  }

  /**
   * @param bytes the size of all shares together
   */
  public Budget(long bytes) {
    for (Share share : Share.values()) {
      accounts.put(share, new Account(share.bytesOf(bytes)));
    }
  }

  /**
   * Makes the budget's view for one event loop.
   *
   * @param loops the number of event loops that draw from the same shares
   * @param relief makes room when a share is used up
   */
  public LoopBudget ofLoop(int loops, Relief relief) {
    return new LoopBudget(this, loops, relief);
  }

  /** The bound of a share, in bytes. */
  public long max(Share share) {
    return account(share).max;
  }

  /** The bytes that are drawn from a share now. This number may exceed the bound for a moment. */
  public long used(Share share) {
    return account(share).used.get();
  }

  Account account(Share share) {
    Account account = accounts.get(share);
    if (account == null) {
      throw new IllegalArgumentException("no account for " + share);
    }
    return account;
  }
}
