package io.leadgate.duplicates.upkeep;

import io.leadgate.config.Settings;
import io.leadgate.duplicates.upkeep.WorkTurn.Outcome;
import io.leadgate.postgres.BatchConnection;
import io.leadgate.postgres.PostgresOptions;
import io.leadgate.postgres.SqlFailure;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Works on the hashes of stored leads, a step at a time, on a connection of its own. A node looks
 * for work when the state has changed, so a node without duplicate rules asks Postgres for nothing
 * but the time of the next sweep, once a minute.
 */
public final class HashUpkeep extends VerticleBase {

  private static final Duration STATEMENT_MAX = Duration.ofSeconds(2);
  private static final Duration CONNECT_AND_STEP_MAX = Duration.ofSeconds(8);
  private static final Duration SWEEP_LOOK = Duration.ofMinutes(1);
  private static final int RESTS = 9;

  private final BatchConnection connection;
  private final LongSupplier version;
  private final Pace pace;
  private final HashBuild build;
  private final HashSweep sweep;
  private final Telemetry telemetry;
  private long versionSeen;
  private boolean hasKindsToBuild;
  private long nextSweepLook;
  private boolean failed;
  private boolean stopped;
  private volatile boolean started;

  /**
   * The times of the upkeep.
   *
   * @param every the time between two looks for work
   * @param sweepEvery the time from the end of a sweep to the next sweep
   * @param leadWaitMax the longest time from the making of a lead to its commit
   * @param requestMax the longest time from the head of a request to the making of its leads
   */
  public record Pace(
      Duration every, Duration sweepEvery, Duration leadWaitMax, Duration requestMax) {

    /** The pace of a gateway. */
    public static Pace of(Duration leadWaitMax, Duration requestMax) {
      return new Pace(Duration.ofSeconds(1), Duration.ofHours(1), leadWaitMax, requestMax);
    }
  }

  /**
   * @param version the version of the state that this node knows
   */
  public HashUpkeep(
      Vertx vertx,
      BatchConnection connection,
      LongSupplier version,
      Pace pace,
      Telemetry telemetry) {
    this.connection = connection;
    this.version = version;
    this.pace = pace;
    this.build = new HashBuild(vertx, pace.leadWaitMax(), telemetry);
    this.sweep =
        new HashSweep(pace.sweepEvery(), pace.leadWaitMax().plus(pace.requestMax()), telemetry);
    this.telemetry = telemetry;
  }

  /** The options of the connection. */
  public static PgConnectOptions connect(Settings.Postgres postgres) {
    return PostgresOptions.connect(postgres.uri(), STATEMENT_MAX)
        // A plan made for an empty table would read the whole table when it is full.
        .addProperty("plan_cache_mode", "force_custom_plan");
  }

  @Override
  public Future<?> start() {
    started = true;
    nextSweepLook = System.nanoTime();
    after(pace.every());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    end();
    return Future.succeededFuture();
  }

  /**
   * Ends the work for good, and breaks a running step off, which is then undone. Other nodes go on.
   * Has no effect before the start. Thread-safe.
   */
  public void breakOff() {
    if (started) {
      context.runOnContext(now -> end());
    }
  }

  private void end() {
    stopped = true;
    connection.discard();
  }

  private void after(Duration pause) {
    vertx.setTimer(
        Math.max(1, pause.plusNanos(999_999).toMillis()),
        due -> {
          if (!stopped) {
            turn();
          }
        });
  }

  private void turn() {
    long began = System.nanoTime();
    Future.succeededFuture()
        .compose(now -> buildNext())
        .transform(
            built ->
                built.succeeded() && built.result() == Outcome.WORKED
                    ? Future.succeededFuture(Outcome.WORKED)
                    // A sweep goes on where a building fails.
                    : sweepNext()
                        .compose(
                            swept ->
                                built.succeeded()
                                    ? Future.succeededFuture(swept)
                                    : Future.failedFuture(built.cause())))
        .onSuccess(outcome -> failed = false)
        .onFailure(this::tellOnce)
        .onComplete(
            done ->
                after(
                    done.succeeded() && done.result() == Outcome.WORKED
                        ? restAfter(System.nanoTime() - began)
                        : pace.every()));
  }

  /** The time until the next try. Postgres refuses a try that comes before the end of the rest. */
  private Duration restAfter(long nanos) {
    Duration rest = Duration.ofNanos(RESTS * nanos);
    return rest.compareTo(pace.every()) < 0 ? rest : pace.every();
  }

  /** Reports the first of several failures in a row, because a turn comes every second. */
  private void tellOnce(Throwable failure) {
    if (!failed && !stopped) {
      telemetry.emit(
          new Event.StorageFailed(
              "the upkeep of the hashes of leads", Optional.empty(), SqlFailure.cause(failure)));
    }
    failed = true;
  }

  private Future<Outcome> buildNext() {
    return look()
        .compose(
            looked ->
                hasKindsToBuild
                    ? connection
                        .use(build::step, CONNECT_AND_STEP_MAX, SqlFailure::isRolledBack)
                        .onSuccess(outcome -> hasKindsToBuild = outcome != Outcome.NOTHING)
                    : Future.succeededFuture(Outcome.NOTHING));
  }

  private Future<Outcome> sweepNext() {
    if (System.nanoTime() - nextSweepLook < 0) {
      return Future.succeededFuture(Outcome.NOTHING);
    }
    return connection
        .use(sweep::step, CONNECT_AND_STEP_MAX, SqlFailure::isRolledBack)
        .onSuccess(
            outcome -> {
              Duration look =
                  switch (outcome) {
                    case WORKED -> Duration.ZERO;
                    case WAITS -> pace.every();
                    case NOTHING ->
                        pace.sweepEvery().compareTo(SWEEP_LOOK) < 0
                            ? pace.sweepEvery()
                            : SWEEP_LOOK;
                  };
              nextSweepLook = System.nanoTime() + look.toNanos();
            });
  }

  /** Looks for work if the state has changed since the last look. */
  private Future<Void> look() {
    long now = version.getAsLong();
    return now == versionSeen
        ? Future.succeededFuture()
        : connection
            .use(StateLook::hasKindsToBuild, CONNECT_AND_STEP_MAX, SqlFailure::isRolledBack)
            .onSuccess(
                building -> {
                  versionSeen = now;
                  hasKindsToBuild = building;
                })
            .mapEmpty();
  }
}
