package io.leadgate.postgres;

import io.leadgate.config.Settings;
import io.leadgate.config.SettingsException;
import io.leadgate.domain.Standbys;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells whether a batch of leads may be sent. While a synchronous standby is missing, Postgres
 * confirms no commit, and each session that tries to commit stays on the server and waits. The
 * lanes therefore hold their batches back until a look has found the standby.
 *
 * <p>The gate knows the state of the last look and only spares the server. Postgres itself and
 * {@link StandbyWait} make each acknowledgement true. Thread-safe.
 */
public final class CommitGate {

  /**
   * The age at which a look no longer counts; longer than the reading of a whole catalogue takes.
   */
  private static final long KNOWN_NANOS = Duration.ofSeconds(15).toNanos();

  private static final Standbys UNKNOWN = new Standbys.Unknown();

  private final boolean required;
  private final AbandonedWaits abandoned;
  private final Telemetry telemetry;
  private volatile Seen last = new Seen(UNKNOWN, System.nanoTime());

  /** The standbys of the last event. Confined to the event loop that looks. */
  private Optional<Standbys> told = Optional.empty();

  /**
   * @param at the time of the look, in ns of {@link System#nanoTime()}
   */
  private record Seen(Standbys standbys, long at) {}

  public CommitGate(Settings settings, Telemetry telemetry) {
    this.required = settings.postgres().requireSyncStandby();
    this.abandoned = new AbandonedWaits(settings.storage());
    this.telemetry = telemetry;
  }

  /**
   * Looks for the standbys, and emits an event after the first look and at each change. Also ends
   * abandoned waits when they are due. Always called on the same event loop, one look at a time.
   */
  public Future<Void> look(SqlClient client) {
    Future<Integer> ended = abandoned.endWhenDue(client).onSuccess(this::tellEnded);
    return StandbyLook.look(client, required)
        .onSuccess(this::learn)
        .compose(seen -> ended)
        .mapEmpty();
  }

  private void tellEnded(int waits) {
    if (waits > 0) {
      telemetry.emit(new Event.StandbyWaitsEnded(waits));
    }
  }

  private void learn(Standbys now) {
    last = new Seen(now, System.nanoTime());
    if (!told.equals(Optional.of(now))) {
      told = Optional.of(now);
      telemetry.emit(new Event.StandbysChanged(now));
    }
  }

  /**
   * Completes if the gateway may start. Called after the first look. Fails with {@link
   * SettingsException} if a standby is required and the role may not see standbys.
   */
  public Future<Void> mayStart() {
    return required && last.standbys() instanceof Standbys.Hidden hidden
        ? Future.failedFuture(
            new SettingsException(
                "postgres.require_sync_standby: the role %1$s may not see standbys; GRANT pg_read_all_stats TO %1$s"
                    .formatted(hidden.role())))
        : Future.succeededFuture();
  }

  private Standbys known() {
    Seen seen = last;
    return System.nanoTime() - seen.at() < KNOWN_NANOS ? seen.standbys() : UNKNOWN;
  }

  public boolean isOpen() {
    return switch (known()) {
      case Standbys.Seen seen -> !seen.areMissing();
      case Standbys.Hidden hidden -> !required;
      case Standbys.Unknown unknown -> !required;
    };
  }

  /**
   * Looks for the standby after a commit, on the same connection. Fails if a standby is required
   * and is missing, because Postgres confirms a commit without any standby once {@code
   * synchronous_standby_names} is empty, and the last look may be older than that change.
   */
  public Future<Void> confirm(SqlConnection connection) {
    return required
        ? StandbyLook.look(connection, true)
            .compose(
                now ->
                    now instanceof Standbys.Seen seen && !seen.areMissing()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new StandbyMissing()))
        : Future.succeededFuture();
  }

  private static final class StandbyMissing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StandbyMissing() {
      super("no synchronous standby is there", null, false, false);
    }
  }
}
