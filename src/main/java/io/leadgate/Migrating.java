package io.leadgate;

import io.leadgate.postgres.Migrations;
import io.leadgate.postgres.SqlFailure;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * Brings the schema up to date, and waits for a Postgres that is not there yet: whichever of the
 * two starts first, nobody has to start the other again. What waiting does not mend is a failure.
 */
final class Migrating {

  private static final long RETRY_MILLIS = 1_000;

  private final Vertx vertx;
  private final Migrations migrations;
  private final Telemetry telemetry;
  private volatile boolean abandoned;
  private volatile Future<Void> attempt = Future.succeededFuture();

  Migrating(Vertx vertx, Migrations migrations, Telemetry telemetry) {
    this.vertx = vertx;
    this.migrations = migrations;
    this.telemetry = telemetry;
  }

  Future<Void> run() {
    attempt = migrations.run();
    return attempt.recover(
        failure -> {
          if (abandoned || SqlFailure.of(failure) != SqlFailure.PASSING) {
            return Future.failedFuture(failure);
          }
          telemetry.emit(new Event.WaitingForPostgres(RootCause.line(failure)));
          return pause().compose(over -> abandoned ? Future.failedFuture(failure) : run());
        });
  }

  /** The gateway stops, maybe before it has started. */
  void abandon() {
    abandoned = true;
  }

  /** Completes behind what is under way: that must not find its event loop gone. */
  Future<Void> over() {
    return attempt.otherwiseEmpty();
  }

  private Future<Void> pause() {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(RETRY_MILLIS, id -> over.complete());
    return over.future();
  }
}
