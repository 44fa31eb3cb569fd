package io.leadgate.persistence;

import io.leadgate.config.Settings;
import io.leadgate.postgres.SqlFailure;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * What has to be done beside the batches: partitions are made ahead, the counts of the quarantine
 * set right, and expired keys swept. Belongs to one event loop.
 */
final class Housekeeping {

  private static final long EVERY_MILLIS = Duration.ofHours(1).toMillis();

  private final Vertx vertx;
  private final Partitions partitions;
  private final QuarantineCount count;
  private final KeySweep keySweep;
  private final Telemetry telemetry;
  private final BooleanSupplier isClosing;

  /**
   * @param isClosing whether the pool is about to be closed: what that breaks off is not worth a
   *     word
   */
  Housekeeping(
      Vertx vertx,
      Settings settings,
      Pool pool,
      InstantSource clock,
      Telemetry telemetry,
      BooleanSupplier isClosing) {
    this.vertx = vertx;
    this.partitions = new Partitions(pool, clock, telemetry);
    this.count = new QuarantineCount(pool, telemetry);
    this.keySweep = new KeySweep(vertx, settings, telemetry);
    this.telemetry = telemetry;
    this.isClosing = isClosing;
  }

  void start() {
    keySweep.start();
    vertx.setPeriodic(0, EVERY_MILLIS, due -> setCountsRight());
    vertx.setPeriodic(EVERY_MILLIS, due -> makePartitions());
  }

  Future<Void> makePartitions() {
    return partitions
        .make()
        .onFailure(failure -> failed(new Event.PartitionsNotMade(SqlFailure.cause(failure))));
  }

  /** Where they are not, what is kept is only a little more or less than it may be. */
  private void setCountsRight() {
    count
        .mend()
        .onFailure(failure -> failed(new Event.QuarantineNotCounted(SqlFailure.cause(failure))));
  }

  private void failed(Event failure) {
    if (!isClosing.getAsBoolean()) {
      telemetry.emit(failure);
    }
  }

  /** Nothing waits for it: keys are swept another time. */
  void stop() {
    keySweep.stop();
  }
}
