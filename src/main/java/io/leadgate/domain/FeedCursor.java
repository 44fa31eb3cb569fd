package io.leadgate.domain;

import java.util.UUID;

/**
 * Marks how far a reader has read the feed: up to this lead, inclusive.
 *
 * @param pos the place of the transaction that wrote the lead; 0 before the first lead
 * @param id the id of the lead, because the leads of a transaction share its place
 */
public record FeedCursor(long pos, UUID id) {

  /** The cursor before the first lead. */
  public static final FeedCursor START = new FeedCursor(0, new UUID(0, 0));
}
