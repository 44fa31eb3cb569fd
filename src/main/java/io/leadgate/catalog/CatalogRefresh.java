package io.leadgate.catalog;

import io.leadgate.config.Settings;
import io.leadgate.postgres.BatchConnection;
import io.leadgate.postgres.CommitGate;
import io.leadgate.postgres.PostgresDriver;
import io.leadgate.postgres.PostgresOptions;
import io.leadgate.postgres.ServerMatch;
import io.leadgate.postgres.SqlFailure;
import io.leadgate.redis.RedisCalls;
import io.leadgate.telemetry.Dependency;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps this node's catalogue up to date: polls the version row, and reads the rows that changed
 * when the version moved. No change can be missed, because every change raises the version in its
 * own transaction; a hint through Redis only makes the look sooner. The poll also tells whether
 * Postgres, its standbys and Redis are there. Confined to one event loop.
 */
public final class CatalogRefresh extends VerticleBase {

  private static final Duration LOOK_MAX = Duration.ofSeconds(2);

  /**
   * The longest reading. A node that starts reads everything; between two looks few rows change.
   */
  private static final Duration READ_MAX = Duration.ofSeconds(10);

  private static final long PING_MILLIS = 1_000;

  private final Duration poll;
  private final CatalogConnection connection;
  private final ServerMatch match;
  private final CatchUp catchUp;
  private final CatalogHints hints;
  private final CommitGate gate;
  private final RedisCalls redis;
  private final Telemetry telemetry;

  private Future<Void> check = Future.succeededFuture();

  /** The check that waits for the end of {@link #check}. */
  private Optional<Future<Void>> nextCheck = Optional.empty();

  private boolean postgresUp;

  /**
   * @param poll the pause between two looks
   * @param connection used for the looks alone; says which database is the right one
   */
  public CatalogRefresh(
      Duration poll,
      BatchConnection connection,
      ServerMatch match,
      CatchUp catchUp,
      CatalogHints hints,
      CommitGate gate,
      RedisCalls redis,
      Telemetry telemetry) {
    this.poll = poll;
    this.connection = new CatalogConnection(connection, match);
    this.match = match;
    this.catchUp = catchUp;
    this.hints = hints;
    this.gate = gate;
    this.redis = redis;
    this.telemetry = telemetry;
  }

  /** Makes the connection of the looks; the longest read is that of a whole catalogue. */
  public static BatchConnection connection(Vertx vertx, Settings.Postgres postgres) {
    return new BatchConnection(
        vertx, PostgresDriver.toAnyDatabase(), PostgresOptions.connect(postgres.uri(), READ_MAX));
  }

  @Override
  public Future<?> start() {
    hints.listen(this::checkNow);
    match.whenOther(() -> context.runOnContext(other -> lookElsewhere()));
    vertx.setPeriodic(poll.toMillis(), id -> checkIfIdle());
    vertx.setPeriodic(0, PING_MILLIS, id -> redis.ping());
    return checkNow().compose(looked -> gate.mayStart());
  }

  @Override
  public Future<?> stop() {
    hints.close();
    postgresUp = false; // Because a look that is broken off now is not an outage.
    connection.discard();
    return Future.succeededFuture();
  }

  /**
   * Tells the other nodes of a version, and completes when this node has tried to read the version.
   * Never fails, because the next poll finds a version that cannot be read now. Thread-safe.
   */
  public Future<Void> changed(long version) {
    Promise<Void> seen = Promise.promise();
    context.runOnContext(
        now -> {
          hints.tell(version);
          checkNow().onComplete(done -> seen.complete());
        });
    return seen.future();
  }

  private void checkIfIdle() {
    if (check.isComplete()) {
      checkNow();
    }
  }

  /**
   * Runs one check at a time. A check that is requested during another check begins after the
   * running check. All calls until then share the next check, so that many hints make one check.
   */
  private Future<Void> checkNow() {
    if (nextCheck.isPresent()) {
      return nextCheck.get();
    }
    if (check.isComplete()) {
      check = look();
      return check;
    }
    Future<Void> next =
        check.transform(
            last -> {
              nextCheck = Optional.empty();
              return look();
            });
    nextCheck = Optional.of(next);
    check = next;
    return next;
  }

  /** Looks where new connections lead now, because one of them leads to another database. */
  private void lookElsewhere() {
    if (connection.openAnew()) {
      checkNow();
    }
  }

  private Future<Void> look() {
    long began = System.nanoTime();
    return connection
        .use(this::versionAndStandbys, LOOK_MAX)
        .compose(version -> readIfChanged(version, began))
        .onSuccess(ok -> reportUp())
        .onFailure(this::reportDown);
  }

  /** Reads the version and the standbys in one round trip. */
  private Future<Long> versionAndStandbys(SqlConnection connection) {
    Future<Long> version = CatalogReader.version(connection);
    Future<Void> standbys = gate.look(connection);
    return Future.all(version, standbys).map(both -> version.result());
  }

  private Future<Void> readIfChanged(long version, long began) {
    return catchUp.isKnown(connection.database(), version, began)
        ? Future.succeededFuture()
        : connection.use(open -> catchUp.read(open, connection.database(), began), READ_MAX);
  }

  private void reportUp() {
    if (!postgresUp) {
      postgresUp = true;
      telemetry.emit(new Event.DependencyUp(Dependency.POSTGRES));
    }
  }

  private void reportDown(Throwable failure) {
    if (postgresUp) {
      postgresUp = false;
      telemetry.emit(new Event.DependencyDown(Dependency.POSTGRES, SqlFailure.cause(failure)));
    }
  }
}
