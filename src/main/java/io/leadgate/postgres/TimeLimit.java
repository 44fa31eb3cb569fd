package io.leadgate.postgres;

import io.leadgate.domain.StorageAway;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** Limits how long a caller waits for work in Postgres, and turns each failure into one type. */
public enum TimeLimit {

  /** A read. */
  READ(5, false),

  /** A look before a change, or a change that waits behind no other. */
  SHORT_CHANGE(5, true),

  /** A change, which may wait behind others for its turn. */
  CHANGE(10, true);

  private final long seconds;
  private final boolean changes;

  TimeLimit(long seconds, boolean changes) {
    this.seconds = seconds;
    this.changes = changes;
  }

  /** Fails with {@link StorageAway} and nothing else. The work itself goes on past the limit. */
  public <T> Future<T> on(Future<T> work) {
    return work.timeout(seconds, TimeUnit.SECONDS)
        .recover(changes ? SqlFailure::whileChanging : SqlFailure::whileReading);
  }
}
