package io.leadgate.budget;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that requests under way hold in this process: heads, bodies, leads that wait
 * for their commit, lists and answers that were not taken yet. Each of them is weighed by what it
 * occupies and not by its length on the wire ({@link Weight}), and draws that from its {@link
 * Share} before it is made. Because a share is never lent, a flood of one kind of callers is
 * refused while the others go on.
 *
 * <p>Thread-safe: all event loops draw from the same counters, without a lock.
 */
public final class Budget {

  private final Map<Share, Account> accounts = new EnumMap<>(Share.class);

  /** The bytes of one share. Thread-safe. */
  static final class Account {
    private final long max;
    private final AtomicLong used = new AtomicLong();

    Account(long max) {
      this.max = max;
    }

    /**
     * @param bound of the share, at most its own
     */
    boolean take(long bytes, long bound) {
      if (used.addAndGet(bytes) <= bound) {
        return true;
      }
      used.addAndGet(-bytes);
      return false;
    }

    void force(long bytes) {
      used.addAndGet(bytes);
    }

    void give(long bytes) {
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
   * @param bytes of all shares together
   */
  public Budget(long bytes) {
    for (Share share : Share.values()) {
      accounts.put(share, new Account(share.of(bytes)));
    }
  }

  /**
   * The part of it that the holders on one event loop draw.
   *
   * @param loops how many event loops draw from the same shares
   * @param relief is asked where a share has no room
   */
  public LoopBudget ofLoop(int loops, Relief relief) {
    return new LoopBudget(this, loops, relief);
  }

  /** The bound of a share, in bytes. */
  public long max(Share share) {
    return account(share).max;
  }

  /** The present draw of a share, in bytes. May exceed the bound for a moment. */
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
