package io.leadgate.catalog;

import io.leadgate.postgres.SqlFailure;
import io.vertx.core.Future;

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
  static <T> Future<T> read(Throwable failure) {
    return Future.failedFuture(new StorageAway(failure, false));
  }

  /** While changing something: whether that was done is not known. */
  static <T> Future<T> change(Throwable failure) {
    return Future.failedFuture(new StorageAway(failure, true));
  }

  public boolean changePossible() {
    return changePossible;
  }

  /** What Postgres or its client said. */
  public Throwable failure() {
    return failure;
  }

  /**
   * Postgres answered, and not that it is busy or about to stop: the fault is in what it was asked.
   */
  public boolean isFault() {
    String reason = reason();
    return reason.startsWith("22") || reason.startsWith("23") || reason.startsWith("42");
  }

  /** The SQLSTATE or the kind of failure; never a message with data in it. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
