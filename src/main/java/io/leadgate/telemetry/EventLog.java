package io.leadgate.telemetry;

import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineLane;
import io.leadgate.domain.Standbys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs each fact as one line: a constant message, and members for the values that differ. A fact
 * that happens once a lead is counted and never logged; a fact that happens once a request is
 * logged at DEBUG only. Thread-safe.
 */
public final class EventLog implements Telemetry {

  private static final Logger LOG = LoggerFactory.getLogger("leadgate");

  /** Limits the lines, because a Redis that refuses calls refuses every call. */
  private final OncePerMinute redisRefusals = new OncePerMinute();

  /** Limits the lines, because each row of a flood may fail. */
  private final OncePerMinute rowsFailing = new OncePerMinute();

  /** Limits the lines, because each try to open a connection finds the same setting. */
  private final OncePerMinute synchronousCommitOff = new OncePerMinute();

  /** Limits the lines, because a guess that is not compared costs its sender nothing. */
  private final OncePerMinute blockedGuesses = new OncePerMinute();

  /** Limits the lines, because a full quarantine stays full for a while. */
  private final Map<QuarantineLane, OncePerMinute> overflows =
      Stream.of(QuarantineLane.values())
          .collect(Collectors.toMap(lane -> lane, lane -> new OncePerMinute()));

  /** Limits the lines about a fact that may happen a thousand times a second. Thread-safe. */
  private static final class OncePerMinute {
    private static final long EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final AtomicLong dueAt = new AtomicLong(System.nanoTime());

    /** True at most once a minute. */
    boolean isDue() {
      long now = System.nanoTime();
      long due = dueAt.get();
      return now - due >= 0 && dueAt.compareAndSet(due, now + EVERY_NANOS);
    }
  }

  private final RefusedCallers refusedCallers;

  public EventLog() {
    this(InstantSource.system());
  }

  /**
   * @param clock the clock whose minutes refusals are counted by
   */
  public EventLog(InstantSource clock) {
    refusedCallers = new RefusedCallers(clock);
  }

  @Override
  public boolean wantsRequests() {
    return LOG.isDebugEnabled();
  }

  @Override
  public void emit(Event event) {
    if (event instanceof Event.SynchronousCommitOff && !synchronousCommitOff.isDue()) {
      return;
    }
    if (event instanceof Event.OpsFact fact) {
      log(fact);
    } else if (event instanceof Event.RequestRefused request) {
      refusedCallers.count(request);
    } else if (event instanceof Event.BatchRetried batch) {
      LOG.atWarn()
          .addKeyValue("lane", batch.lane().code())
          .addKeyValue("rows", batch.rows())
          .addKeyValue("cause", batch.cause())
          .log("batch is tried again");
    } else if (event instanceof Event.TrialBegun trial) {
      LOG.atWarn()
          .addKeyValue("lane", trial.lane().code())
          .addKeyValue("rows", trial.rows())
          .addKeyValue("cause", trial.cause())
          .log("postgres refuses a batch, whose rows are written one by one");
    } else if (event instanceof Event.RowFailing row && rowsFailing.isDue()) {
      LOG.atWarn()
          .addKeyValue("lane", row.lane().code())
          .addKeyValue("cause", row.cause())
          .log("a row fails alone, and is tried again");
    } else if (event instanceof Event.ConnectionNotOpened connection) {
      LOG.atWarn()
          .addKeyValue("lane", connection.lane().code())
          .addKeyValue("cause", connection.cause())
          .log("a connection cannot be opened");
    } else if (event instanceof Event.RedisRefused refused && redisRefusals.isDue()) {
      LOG.atWarn().addKeyValue("error", refused.word()).log("redis refuses calls");
    } else if (event instanceof Event.GuessBlocked guess && blockedGuesses.isDue()) {
      line(Level.WARN, guess.trace())
          .addKeyValue("remote_address", guess.remoteAddress())
          .log("too many admin logins failed");
    } else if (event instanceof Event.QuarantineOverflowed request
        && request.bound() == QuarantineBound.ROWS
        && Objects.requireNonNull(overflows.get(request.lane())).isDue()) {
      logFull(request.lane());
    }
  }

  /**
   * Logs the callers that were refused often in the last minute, once that minute is over. To be
   * called each second or so.
   */
  public void tellOfRefusedCallers() {
    refusedCallers.takeTold().forEach(EventLog::log);
  }

  /** Only the lanes for bad tokens give a warning, because many duplicates are no trouble. */
  private static void logFull(QuarantineLane lane) {
    if (lane == QuarantineLane.DUPLICATES) {
      LOG.info("the quarantine of duplicates is full");
    } else {
      LOG.atWarn().addKeyValue("lane", lane.code()).log("the quarantine is full");
    }
  }

  private static void log(Event.OpsFact fact) {
    switch (fact) {
      case Event.RowRefused row ->
          LOG.atWarn()
              .addKeyValue("lane", row.lane().code())
              .addKeyValue("sqlstate", row.sqlState())
              .log("postgres refused a row");
      case Event.LeadsExpired expired ->
          LOG.atWarn()
              .addKeyValue("lane", expired.lane().code())
              .addKeyValue("rows", expired.rows())
              .addKeyValue("refusal", expired.refusal().slug())
              .log("leads were not acknowledged");
      case Event.StateLoaded state ->
          LOG.atInfo()
              .addKeyValue("version", state.version())
              .addKeyValue("campaigns", state.campaigns())
              .addKeyValue("credentials", state.credentials())
              .log("state loaded");
      case Event.RedisIsReplica replica -> LOG.warn("redis is a replica, which takes no writes");
      case Event.DependencyUp up ->
          LOG.atInfo().addKeyValue("dependency", up.dependency().code()).log("dependency is up");
      case Event.DependencyDown down ->
          LOG.atWarn()
              .addKeyValue("dependency", down.dependency().code())
              .addKeyValue("cause", down.cause())
              .log("dependency is down");
      case Event.LoginRefused login ->
          line(Level.WARN, login.trace())
              .addKeyValue("remote_address", login.remoteAddress())
              .log("admin login refused");
      case Event.ProviderLoginRefused login ->
          line(Level.WARN, login.trace())
              .addKeyValue("remote_address", login.remoteAddress())
              .addKeyValue("reason", login.reason())
              .log("sign-in by the identity provider refused");
      case Event.IdentityProviderAway away ->
          line(Level.WARN, away.trace())
              .addKeyValue("reason", away.reason())
              .log("the identity provider is away");
      case Event.RoleRefused role ->
          line(Level.WARN, role.trace())
              .addKeyValue("remote_address", role.remoteAddress())
              .log("an admin has not the role");
      case Event.LoginsBlocked logins ->
          LOG.atWarn()
              .addKeyValue("remote_address", logins.remoteAddress())
              .log("too many client logins failed");
      case Event.CallerRefused refused ->
          line(Level.INFO, refused.caller())
              .addKeyValue("times", refused.times())
              .addKeyValue("refusal", refused.slug())
              .log("a caller was refused often in the last minute");
      case Event.MoreCallersRefused more ->
          LOG.atInfo()
              .addKeyValue("callers", more.callers())
              .log("more callers were refused often in the last minute");
      case Event.RequestAnswered request ->
          line(Level.DEBUG, request.trace())
              .addKeyValue("method", request.method())
              .addKeyValue("route", request.route())
              .addKeyValue("status", request.status())
              .addKeyValue("took_us", request.took().toNanos() / 1_000)
              .addKeyValue("remote_address", request.remoteAddress())
              .log("request answered");
      case Event.StorageFailed failed ->
          line(Level.WARN, failed.trace())
              .addKeyValue("where", failed.where())
              .addKeyValue("cause", failed.cause())
              .log("postgres failed");
      case Event.StateChanged change ->
          line(Level.INFO, change.trace())
              .addKeyValue("action", change.action())
              .addKeyValue("subject", change.subject())
              .addKeyValue("actor_type", change.actorType())
              .addKeyValue("actor", change.actor())
              .log("state changed");
      case Event.UnexpectedFailure failure ->
          line(Level.ERROR, failure.trace())
              .addKeyValue("where", failure.where())
              .setCause(failure.failure())
              .log("unexpected failure");
      case Event.StandbysChanged changed -> log(changed.standbys());
      case Event.StandbyWaitsEnded ended ->
          LOG.atWarn()
              .addKeyValue("sessions", ended.sessions())
              .log("sessions that waited for a missing standby were ended");
      case Event.Migrated migrated ->
          LOG.atInfo()
              .addKeyValue("version", migrated.version())
              .addKeyValue("applied", migrated.applied())
              .log("the schema is up to date");
      case Event.WaitingForPostgres waiting ->
          LOG.atWarn().addKeyValue("cause", waiting.cause()).log("waiting for postgres");
      case Event.PartitionsNotMade not ->
          LOG.atError().addKeyValue("cause", not.cause()).log("partitions could not be made");
      case Event.RowUnreadable row ->
          LOG.atError()
              .addKeyValue("table", row.table())
              .addKeyValue("id", row.id())
              .log("a row is unreadable and is ignored");
      case Event.QuarantineRecounted recounted ->
          LOG.atWarn()
              .addKeyValue("lane", recounted.lane().code())
              .addKeyValue("drift", recounted.drift())
              .log("the quarantine's row count was corrected");
      case Event.HashKindsReady ready ->
          LOG.atInfo()
              .addKeyValue("kinds", ready.kinds())
              .log("the stored leads are hashed for new duplicate rules");
      case Event.SynchronousCommitOff session ->
          LOG.atError()
              .addKeyValue("synchronous_commit", session.setting())
              .log("leads wait: a session does not have synchronous_commit on");
      case Event.FeedBaseRaised raised ->
          LOG.atInfo()
              .addKeyValue("base", raised.base())
              .log("leads have come from elsewhere, and the feed goes on behind them");
      case Event.PartitionsMade made ->
          LOG.atInfo().addKeyValue("count", made.count()).log("partitions made");
      case Event.Started started ->
          LOG.atInfo()
              .addKeyValue("http_port", started.httpPort())
              .addKeyValue("management_port", started.managementPort())
              .addKeyValue("took_ms", started.took().toMillis())
              .log("started");
      case Event.Stopping stopping -> LOG.info("stopping");
      case Event.Stopped stopped ->
          LOG.atInfo().addKeyValue("took_ms", stopped.took().toMillis()).log("stopped");
    }
  }

  private static void log(Standbys standbys) {
    switch (standbys) {
      case Standbys.Unknown unknown ->
          LOG.warn("the number of machines that hold a commit is unknown");
      case Standbys.Hidden hidden ->
          LOG.atInfo()
              .addKeyValue("role", hidden.role())
              .addKeyValue("lacks", "pg_read_all_stats")
              .log("the number of machines that hold a commit is unknown");
      case Standbys.Seen seen ->
          LOG.atLevel(seen.areMissing() ? Level.WARN : Level.INFO)
              .addKeyValue("machines", seen.machines())
              .addKeyValue("standbys_wanted", seen.wanted())
              .addKeyValue("standbys_live", seen.live())
              .log(
                  seen.areMissing()
                      ? "postgres takes no commit: a synchronous standby is missing"
                      : "each commit is on this many machines");
    }
  }

  private static LoggingEventBuilder line(Level level, Event.Caller caller) {
    return switch (caller) {
      case Event.Caller.Client client -> LOG.atLevel(level).addKeyValue("client_id", client.id());
      case Event.Caller.Address address ->
          LOG.atLevel(level).addKeyValue("remote_address", address.text());
    };
  }

  private static LoggingEventBuilder line(Level level, Optional<Trace> trace) {
    return trace.map(known -> line(level, known)).orElseGet(() -> LOG.atLevel(level));
  }

  private static LoggingEventBuilder line(Level level, Trace trace) {
    LoggingEventBuilder line = LOG.atLevel(level).addKeyValue("request_id", trace.requestId());
    return trace
        .traceparent()
        .map(traceparent -> line.addKeyValue("traceparent", traceparent))
        .orElse(line);
  }
}
