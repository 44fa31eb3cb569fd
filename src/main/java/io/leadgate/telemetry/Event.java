package io.leadgate.telemetry;

import io.leadgate.domain.CallerNetwork;
import io.leadgate.domain.Coded;
import io.leadgate.domain.OAuthError;
import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineLane;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Standbys;
import io.leadgate.domain.StorageAway;
import io.leadgate.domain.Unanswered;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A fact worth counting or logging. Each fact is emitted once, and {@link Metrics} and {@link
 * EventLog} both derive from it. No event can hold a secret, a token or a field of a lead.
 */
public sealed interface Event {

  /**
   * A post to an existing campaign in a supported format has come; from here on the lead is
   * accounted for.
   */
  record LeadReceived() implements Event {}

  /**
   * A lead was answered. Emitted where the answer is written, not where the batch is committed,
   * because only the answer shows what the caller has learnt.
   *
   * @param nanos the time from the lead's head to its answer
   */
  record LeadAnswered(LeadOutcome outcome, long nanos) implements Event {}

  /** A test lead was answered; it is checked and not stored. */
  record TestAnswered() implements Event {}

  record RequestQuarantined(QuarantineReason reason) implements Event {}

  /**
   * A request without a good token, or a rejected duplicate, was not kept, because the bound was
   * reached.
   *
   * @param lane the lane of the request
   */
  record QuarantineOverflowed(QuarantineBound bound, QuarantineLane lane) implements Event {}

  /** A bad token or key came to a campaign that needs none, or beside a good one. */
  record TokenIgnored(QuarantineReason reason) implements Event {}

  record TokenChecked(Tier tier, boolean good) implements Event {}

  /** The place where the answer about a token was found. */
  enum Tier implements Coded {
    NONE,
    LOCAL,
    SIGNATURE,
    REDIS,
    /** The catalogue's table of static keys. */
    KEY,
    STATE;
  }

  record TokenIssued() implements Event {}

  record TokenRefused(OAuthError error) implements Event {}

  /**
   * A change of a credential, or a revocation, has taken effect on this node.
   *
   * @param lag the time since the change was written
   */
  record TokensChanged(Duration lag) implements Event {}

  /**
   * A request on the public listener was answered with a problem, or by the token endpoints with an
   * error.
   *
   * @param slug the slug of the refusal
   * @param status 400 to 599
   * @param client the client of the request, if a token of this gateway names the client
   * @param network the network of the caller's address ({@link CallerNetwork#text})
   */
  record RequestRefused(String slug, int status, Optional<UUID> client, String network)
      implements Event {}

  record BatchCommitted(Lane lane, int rows, Duration took) implements Event {}

  /**
   * Expired idempotency keys were deleted.
   *
   * @param keys 0 or more
   */
  record KeysSwept(int keys) implements Event {}

  /**
   * Stored leads were hashed for a duplicate rule.
   *
   * @param hashes 0 or more
   */
  record HashesBuilt(int hashes) implements Event {}

  /**
   * Hashes that no duplicate rule needs any more were deleted.
   *
   * @param hashes 0 or more
   */
  record HashesSwept(int hashes) implements Event {}

  /**
   * Refused duplicates in the quarantine were deleted because of their age.
   *
   * @param rows 0 or more
   */
  record DuplicatesExpired(int rows) implements Event {}

  /**
   * Redis answered a call with an error: Redis is up, but refused the call.
   *
   * @param word the first word of the error, such as OOM; never its text, which may quote a key
   */
  record RedisRefused(String word) implements Event {}

  /** The gateway closed a connection that its caller would have kept open. */
  record ConnectionEnded(ListenerName listener, ConnectionEnd why) implements Event {}

  /** Rare facts that are only logged. */
  sealed interface OpsFact extends Event {}

  /** Postgres refused a row of a batch; the row was found and refused alone. */
  record RowRefused(Lane lane, String sqlState) implements OpsFact {}

  /** A batch failed through no fault of its rows, and is tried again. */
  record BatchRetried(Lane lane, int rows, String cause) implements Event {}

  /**
   * Postgres has refused a batch twice, or for a lock. This need not be a row's fault: its rows are
   * written one by one.
   */
  record TrialBegun(Lane lane, int rows, String cause) implements Event {}

  /** A row was found to fail while others are stored. It is tried again until its deadline. */
  record RowFailing(Lane lane, String cause) implements Event {}

  /** A connection of a lane could not be opened; the other connections go on. */
  record ConnectionNotOpened(Lane lane, String cause) implements Event {}

  record LeadsExpired(Lane lane, int rows, Refusal refusal) implements OpsFact {}

  record StateLoaded(long version, int campaigns, int credentials) implements OpsFact {}

  record DependencyUp(Dependency dependency) implements OpsFact {}

  record DependencyDown(Dependency dependency, String cause) implements OpsFact {}

  /** Redis said on a new connection that it is a replica. */
  record RedisIsReplica() implements OpsFact {}

  /**
   * Postgres failed in a request, other than in a lead's commit.
   *
   * @param trace the trace of the request, if the failure belongs to a request
   */
  record StorageFailed(String where, Optional<Trace> trace, String cause) implements OpsFact {}

  /**
   * A part of the state that every node holds was changed.
   *
   * @param trace the trace of the request that made the change; empty for a command
   */
  record StateChanged(
      Optional<Trace> trace, String action, String subject, String actorType, String actor)
      implements OpsFact {}

  /**
   * The gateway failed in an unexpected way.
   *
   * @param where the place that failed, in words
   * @param trace the trace of the request, if the failure belongs to a request
   */
  record UnexpectedFailure(String where, Optional<Trace> trace, Throwable failure)
      implements OpsFact {
    public UnexpectedFailure(String where, Throwable failure) {
      this(where, Optional.empty(), failure);
    }

    public UnexpectedFailure(String where, Trace trace, Throwable failure) {
      this(where, Optional.of(trace), failure);
    }
  }

  /**
   * An admin's login was refused. The event holds nothing that was typed, because people do type a
   * password in place of a name.
   */
  record LoginRefused(Trace trace, String remoteAddress) implements OpsFact {}

  /**
   * An admin was not signed in by the identity provider.
   *
   * @param reason a reason in the words of this gateway, without a text of the caller
   */
  record ProviderLoginRefused(Trace trace, String remoteAddress, String reason)
      implements OpsFact {}

  /**
   * The identity provider cannot be reached, or is at fault, so no user can sign in by it.
   *
   * @param reason the kind of failure; never a text that the provider has written
   */
  record IdentityProviderAway(Trace trace, String reason) implements OpsFact {}

  /** A password of an admin was not compared, because too many were wrong before or wait. */
  record GuessBlocked(Trace trace, String remoteAddress) implements Event {}

  /** An admin, or a proxy's user, has not the role that a call needs. */
  record RoleRefused(Trace trace, String remoteAddress) implements OpsFact {}

  /** Logins of clients from an address have failed so often that more are refused for a while. */
  record LoginsBlocked(String remoteAddress) implements OpsFact {}

  /**
   * Requests of a caller were refused more often in a minute than the bound.
   *
   * @param caller the caller, by the client id or the address
   * @param times how often, for all reasons together
   * @param slug the slug of the most frequent refusal
   */
  record CallerRefused(Caller caller, int times, String slug) implements OpsFact {}

  /** The caller of a request, as far as the caller is known. */
  sealed interface Caller {
    /** A client that a token of this gateway names. */
    record Client(UUID id) implements Caller {}

    record Address(String text) implements Caller {}
  }

  /**
   * More callers were refused too often in a minute than are told of.
   *
   * @param callers the number of those that are not told of
   */
  record MoreCallersRefused(int callers) implements OpsFact {}

  /**
   * A request was answered. Emitted only if {@link Telemetry#wantsRequests()}.
   *
   * @param route the declared route, with {@code :names}; never the path that came
   */
  record RequestAnswered(
      Trace trace, String method, String route, int status, Duration took, String remoteAddress)
      implements OpsFact {}

  /** The standbys of Postgres were looked up at the start, or have changed. */
  record StandbysChanged(Standbys standbys) implements OpsFact {}

  /**
   * Sessions of Postgres were ended that still waited for a standby after their gateway had given
   * them up.
   */
  record StandbyWaitsEnded(int sessions) implements OpsFact {}

  /**
   * The schema is up to date.
   *
   * @param version the number of the newest migration
   * @param applied the number of migrations that were applied now, 0 or more
   */
  record Migrated(String version, int applied) implements OpsFact {}

  /**
   * A session of Postgres in which leads were to be written has {@code synchronous_commit} off, so
   * no lead is written there.
   *
   * @param setting the value of the session
   */
  record SynchronousCommitOff(String setting) implements OpsFact {}

  record WaitingForPostgres(String cause) implements OpsFact {}

  /**
   * Leads were restored or imported from another PostgreSQL cluster, so the places of new leads in
   * the feed now count from a higher base.
   */
  record FeedBaseRaised(long base) implements OpsFact {}

  record PartitionsMade(int count) implements OpsFact {}

  /**
   * All stored leads that new duplicate rules can reach are hashed.
   *
   * @param kinds the number of scopes and sets of fields for which leads were hashed
   */
  record HashKindsReady(int kinds) implements OpsFact {}

  /**
   * The row count of a quarantine lane was corrected, because a partition was dropped or rows were
   * changed by hand.
   *
   * @param lane the lane whose count was wrong
   * @param drift the number of rows by which the count was wrong
   */
  record QuarantineRecounted(QuarantineLane lane, long drift) implements OpsFact {}

  /**
   * The partitions for the days to come could not be made. Partitions exist for the next days;
   * without a partition nothing can be stored.
   */
  record PartitionsNotMade(String cause) implements OpsFact {}

  /**
   * A row is unreadable and must have been written by hand. The row counts as absent; the campaigns
   * of an unreadable lead type take no leads.
   */
  record RowUnreadable(String table, String id) implements OpsFact {}

  record Started(int httpPort, int managementPort, Duration took) implements OpsFact {}

  record Stopping() implements OpsFact {}

  record Stopped(Duration took) implements OpsFact {}

  /** Makes the event of a failed step, for which the storage is away or the gateway is at fault. */
  static Event ofFailure(String where, Optional<Trace> trace, Throwable failure) {
    return switch (failure) {
      case StorageAway away when away.isFault() ->
          new UnexpectedFailure(where, trace, away.failure());
      case StorageAway away -> new StorageFailed(where, trace, away.reason());
      case Unanswered late -> new StorageFailed(where, trace, late.reason());
      default -> new UnexpectedFailure(where, trace, failure);
    };
  }
}
