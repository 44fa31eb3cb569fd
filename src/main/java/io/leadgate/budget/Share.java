package io.leadgate.budget;

import java.util.Locale;

/**
 * A part of the {@link Budget} that no other part can use, so that callers of a kind can exhaust
 * only what is theirs.
 */
public enum Share {
  /** Heads of callers without a good token so far, and their requests. */
  STRANGERS(12),
  /** Requests with a token that the gateway signed and that is no longer good. */
  SIGNED(6),
  /** Calls of the token family: the client is known only after its body was read. */
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

  /** Whether callers draw from it of whom no good token or secret is known yet. */
  boolean isOfStrangers() {
    return this == STRANGERS || this == CLIENTS;
  }

  /** The label of its metrics. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * How much of a budget this share is.
   *
   * @param budgetBytes of the whole process
   * @return bytes; those of all shares together are at most the budget
   */
  public long of(long budgetBytes) {
    return budgetBytes / 100 * percent;
  }
}
