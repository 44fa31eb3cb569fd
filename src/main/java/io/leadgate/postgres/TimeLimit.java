package io.leadgate.postgres;

import io.leadgate.domain.StorageAway;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** Limits how long a caller waits for work in Postgres, and turns each failure into one type. */
public enum TimeLimit {

  /** A read. */
  READ(5, false),

  /** A look before a change, or a change that waits for no other change. */
  SHORT_CHANGE(5, true),

  /** A change that may wait for other changes. */
  CHANGE(10, true),

  /** Several changes in one transaction. */
  MANY_CHANGES(20, true);

  private final long seconds;
  private final boolean changes;

  TimeLimit(long seconds, boolean changes) {
    this.seconds = seconds;
    this.changes = changes;
  }

  /**
   * Limits the wait for the work, which itself goes on past the limit. The result fails only with
   * {@link StorageAway}.
   */
  public <T> Future<T> on(Future<T> work) {
    return work.timeout(seconds, TimeUnit.SECONDS)
        .recover(changes ? SqlFailure::whileChanging : SqlFailure::whileReading);
  }
}
