package io.leadgate;

import io.leadgate.postgres.Migrations;
import io.leadgate.postgres.Migrations.Schema;
import io.leadgate.postgres.SqlFailure;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/**
 * Migrates the schema, or looks whether the schema is up to date, and waits for a Postgres that is
 * unreachable, so that gateway and Postgres can start in any order. Every other failure fails the
 * migration. Thread-safe.
 */
final class Migrating {

  private static final long RETRY_MILLIS = 1_000;

  private final Vertx vertx;
  private final Callable<Schema> step;
  private final Telemetry telemetry;
  private volatile boolean abandoned;
  private volatile Future<Schema> attempt = Future.succeededFuture();

  /**
   * @param migrate false if the schema must not be changed
   */
  Migrating(Vertx vertx, Migrations migrations, boolean migrate, Telemetry telemetry) {
    this.vertx = vertx;
    this.step = migrate ? migrations::run : migrations::look;
    this.telemetry = telemetry;
  }

  /** Fails with {@link Migrations.SchemaUnfit} if the gateway cannot work with the schema. */
  Future<Void> run() {
    attempt = vertx.executeBlocking(step);
    return attempt
        .onSuccess(schema -> telemetry.emit(new Event.Migrated(schema.version(), schema.applied())))
        .<Void>mapEmpty()
        .recover(
            failure -> {
              if (abandoned || SqlFailure.of(failure) != SqlFailure.PASSING) {
                return Future.failedFuture(failure);
              }
              telemetry.emit(new Event.WaitingForPostgres(RootCause.line(failure)));
              return pause().compose(over -> abandoned ? Future.failedFuture(failure) : run());
            });
  }

  /** Gives up waiting, because the gateway stops. Callable at any time. */
  void abandon() {
    abandoned = true;
  }

  /**
   * Completes after the current attempt, because the attempt needs its event loop until its end.
   */
  Future<Void> over() {
    return attempt.<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<Void> pause() {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(RETRY_MILLIS, id -> over.complete());
    return over.future();
  }
}
