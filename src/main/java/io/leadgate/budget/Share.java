package io.leadgate.budget;

import io.leadgate.domain.Coded;

/**
 * A part of the {@link Budget} that only callers of one kind draw from, so that they can exhaust
 * only their own part.
 */
public enum Share implements Coded {
  /** Heads and requests of callers that have not shown a good token yet. */
  STRANGERS(12),
  /** Requests with a token that the gateway signed and that is no longer good. */
  SIGNED(6),
  /** Calls for tokens: the client is known only after its body was read. */
  CLIENTS(4),
  /** Leads that came with a good token, from the head to the answer. */
  VENDORS(50),
  /** The Account API and the Data API. */
  READERS(18),
  /** Everything on the management listener. */
  ADMINS(10);

  private final int percent;

  Share(int percent) {
    this.percent = percent;
  }

  /** Whether the callers have not shown a good token or secret yet. */
  boolean isOfStrangers() {
    return this == STRANGERS || this == CLIENTS;
  }

  /**
   * The size of this share of a budget, in bytes. All shares together are at most the budget.
   *
   * @param budgetBytes the budget of the whole process
   */
  public long bytesOf(long budgetBytes) {
    return budgetBytes / 100 * percent;
  }
}
