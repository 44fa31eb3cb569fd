package io.leadgate.catalog;

import io.leadgate.postgres.SqlFailure;
import io.vertx.core.Future;

/** Postgres did not do what it was asked to: it is not there, or too slow, or has a fault. */
public final class StorageAway extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean changePossible;

  private StorageAway(Throwable failure, boolean changePossible) {
    super(SqlFailure.cause(failure), failure, false, false);
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

  /** The SQLSTATE or the kind of failure; never a message with data in it. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
