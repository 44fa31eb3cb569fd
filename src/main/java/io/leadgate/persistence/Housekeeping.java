package io.leadgate.persistence;

import io.leadgate.postgres.SqlFailure;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Does the work beside the batches: makes partitions ahead, sets the counts of the quarantine
 * right, and sweeps expired keys. Confined to one event loop.
 */
public final class Housekeeping {

  private static final long EVERY_MILLIS = Duration.ofHours(1).toMillis();

  private final Vertx vertx;
  private final Partitions partitions;
  private final QuarantineCount count;
  private final KeySweep keySweep;
  private final Telemetry telemetry;
  private volatile boolean closing;

  public Housekeeping(
      Vertx vertx,
      Partitions partitions,
      QuarantineCount count,
      KeySweep keySweep,
      Telemetry telemetry) {
    this.vertx = vertx;
    this.partitions = partitions;
    this.count = count;
    this.keySweep = keySweep;
    this.telemetry = telemetry;
  }

  void start() {
    if (closing) {
      return;
    }
    keySweep.start();
    vertx.setPeriodic(0, EVERY_MILLIS, due -> setCountsRight());
    vertx.setPeriodic(EVERY_MILLIS, due -> makePartitions());
  }

  /** Makes the partitions that are missing. */
  public Future<Void> makePartitions() {
    return partitions
        .make()
        .onFailure(failure -> failed(new Event.PartitionsNotMade(SqlFailure.cause(failure))));
  }

  /** Until then the quarantine keeps only a little more or less than it may. */
  private void setCountsRight() {
    count
        .mend()
        .onFailure(failure -> failed(new Event.QuarantineNotCounted(SqlFailure.cause(failure))));
  }

  private void failed(Event failure) {
    if (!closing) {
      telemetry.emit(failure);
    }
  }

  /** On any thread. From now on a failure is not told, because the pool is about to be closed. */
  void closing() {
    closing = true;
  }

  /** Breaks the sweep off, because keys can be swept another time. */
  void stop() {
    keySweep.stop();
  }
}
