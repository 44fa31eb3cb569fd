package io.leadgate.postgres;

import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Trace;
import io.vertx.core.Future;
import java.util.Optional;

/** Postgres did not do what it was asked to: it is not there, or too slow, or has a fault. */
public final class StorageAway extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean changePossible;
  private final Throwable failure;

  private StorageAway(Throwable failure, boolean changePossible) {
    super(SqlFailure.cause(failure), failure, false, false);
    this.failure = failure;
    this.changePossible = changePossible;
  }

  /** While reading. */
  public static <T> Future<T> read(Throwable failure) {
    return Future.failedFuture(new StorageAway(failure, false));
  }

  /** While changing something: whether that was done is not known. */
  public static <T> Future<T> change(Throwable failure) {
    return Future.failedFuture(new StorageAway(failure, true));
  }

  /** As it is told in the log: a fault of ours, or of Postgres's. */
  public static Event fact(String where, Optional<Trace> trace, Throwable failure) {
    return failure instanceof StorageAway away && !away.isFault()
        ? new Event.StorageFailed(where, trace, away.reason())
        : new Event.UnexpectedFailure(
            where, trace, failure instanceof StorageAway away ? away.failure : failure);
  }

  public boolean changePossible() {
    return changePossible;
  }

  /**
   * Postgres answered, and not that it is busy or about to stop: the fault is in what it was asked.
   */
  private boolean isFault() {
    String reason = reason();
    return reason.startsWith("22") || reason.startsWith("23") || reason.startsWith("42");
  }

  /** The SQLSTATE or the kind of failure; never a message with data in it. */
  private String reason() {
    return String.valueOf(getMessage());
  }
}
