package io.leadgate.persistence;

import io.leadgate.postgres.SqlFailure;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes partitions ahead of time, corrects the counts of quarantined rows, deletes refused
 * duplicates that are too old, summarises the index of e-mails and phones, sweeps expired
 * idempotency keys, and counts the lead sources that are silent. Confined to one event loop.
 */
public final class Housekeeping {

  private static final long EVERY_MILLIS = Duration.ofHours(1).toMillis();

  private static final long SILENT_MILLIS = Duration.ofMinutes(1).toMillis();

  /** Not at the start, which has work enough. */
  private static final long FIRST_EXPIRY_MILLIS = Duration.ofSeconds(5).toMillis();

  private final Vertx vertx;
  private final Partitions partitions;
  private final QuarantineCount count;
  private final DuplicatesRetention retention;
  private final ContactSummaries summaries;
  private final KeySweep keySweep;
  private final SilentSources silentSources;
  private final Telemetry telemetry;
  private boolean summariesFailed;
  private boolean silentSourcesFailed;
  private volatile boolean closing;

  public Housekeeping(
      Vertx vertx,
      Partitions partitions,
      QuarantineCount count,
      DuplicatesRetention retention,
      ContactSummaries summaries,
      KeySweep keySweep,
      SilentSources silentSources,
      Telemetry telemetry) {
    this.vertx = vertx;
    this.partitions = partitions;
    this.count = count;
    this.retention = retention;
    this.summaries = summaries;
    this.keySweep = keySweep;
    this.silentSources = silentSources;
    this.telemetry = telemetry;
  }

  void start() {
    if (closing) {
      return;
    }
    keySweep.start();
    vertx.setPeriodic(0, EVERY_MILLIS, due -> correctCounts());
    vertx.setPeriodic(FIRST_EXPIRY_MILLIS, EVERY_MILLIS, due -> expireDuplicates());
    vertx.setPeriodic(EVERY_MILLIS, due -> makePartitions());
    vertx.setPeriodic(FIRST_EXPIRY_MILLIS, SILENT_MILLIS, due -> countSilentSources());
    summarizeAfter(ContactSummaries.pauseAfter(Duration.ZERO));
  }

  /** Makes the missing partitions, and reports a failure as an event. */
  public Future<Void> makePartitions() {
    return partitions
        .make()
        .onFailure(
            failure -> emitUnlessClosing(new Event.PartitionsNotMade(SqlFailure.cause(failure))));
  }

  /**
   * Corrects the counts of quarantined rows. A failure is only reported, because a wrong count does
   * little harm: until the next run the quarantine keeps a few rows more or less than its bound.
   */
  private void correctCounts() {
    count
        .correct()
        .recover(SqlFailure::whileReading)
        .onFailure(
            away ->
                emitUnlessClosing(
                    Event.ofFailure("the count of the quarantine", Optional.empty(), away)));
  }

  private void expireDuplicates() {
    retention
        .delete()
        .recover(SqlFailure::whileReading)
        .onFailure(
            away ->
                emitUnlessClosing(
                    Event.ofFailure(
                        "the retention of refused duplicates", Optional.empty(), away)));
  }

  /** Summarises after a pause, again and again, and one at a time. */
  private void summarizeAfter(Duration pause) {
    vertx.setTimer(
        pause.toMillis(),
        due -> {
          if (!closing) {
            long began = System.nanoTime();
            summaries
                .summarize()
                .recover(SqlFailure::whileReading)
                .onSuccess(done -> summariesFailed = false)
                .onFailure(this::tellOnce)
                .onComplete(
                    done ->
                        summarizeAfter(
                            ContactSummaries.pauseAfter(
                                Duration.ofNanos(System.nanoTime() - began))));
          }
        });
  }

  /** Counts, and reports the first of several failures in a row. */
  private void countSilentSources() {
    silentSources
        .look()
        .recover(SqlFailure::whileReading)
        .onSuccess(done -> silentSourcesFailed = false)
        .onFailure(
            away -> {
              if (!silentSourcesFailed) {
                silentSourcesFailed = true;
                emitUnlessClosing(
                    Event.ofFailure("the count of silent lead sources", Optional.empty(), away));
              }
            });
  }

  /** Reports the first of several failures in a row, because a turn comes every few seconds. */
  private void tellOnce(Throwable away) {
    if (!summariesFailed) {
      summariesFailed = true;
      emitUnlessClosing(
          Event.ofFailure("the summaries of e-mails and phones", Optional.empty(), away));
    }
  }

  private void emitUnlessClosing(Event failure) {
    if (!closing) {
      telemetry.emit(failure);
    }
  }

  /**
   * Silences failures and prevents a later start, because the pool is about to be closed.
   * Thread-safe.
   */
  void expectClosedPools() {
    closing = true;
  }

  /**
   * Breaks the sweep off. Other nodes, or this node after its next start, sweep the remaining keys.
   */
  void stop() {
    keySweep.stop();
  }
}
