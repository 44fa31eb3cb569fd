package io.leadgate.telemetry;

import io.leadgate.domain.OAuthError;
import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Standbys;
import io.leadgate.domain.StorageAway;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Every fact worth counting or logging, said once: {@link Metrics} and {@link EventLog} both derive
 * from these. None of them can hold a secret, a token or a field of a lead.
 */
public sealed interface Event {

  /**
   * A post to a campaign that exists, in a format that is taken: from here on it is accounted for.
   */
  record LeadReceived() implements Event {}

  /**
   * Told where the answer is given and not where the batch was written, since only there is it
   * known what the caller was told.
   */
  record LeadAnswered(LeadOutcome outcome, long nanos) implements Event {}

  /** The same for one that was sent to be checked and not to be kept, which is no lead. */
  record TestAnswered() implements Event {}

  record RequestQuarantined(QuarantineReason reason) implements Event {}

  /**
   * A request without a good token that was not kept.
   *
   * @param signed whether its token is one that we did sign
   */
  record QuarantineOverflowed(QuarantineBound bound, boolean signed) implements Event {}

  /** A token that came to a campaign which does not ask for one, and was no good. */
  record TokenIgnored(QuarantineReason reason) implements Event {}

  record TokenChecked(Tier tier, boolean good) implements Event {}

  /** Where the answer about a token was found. */
  enum Tier {
    NONE,
    LOCAL,
    SIGNATURE,
    REDIS,
    STATE;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record TokenIssued() implements Event {}

  record TokenRefused(OAuthError error) implements Event {}

  /**
   * A change of a credential, or a revocation, is in force on this node.
   *
   * @param lag since it was written
   */
  record TokensChanged(Duration lag) implements Event {}

  record BatchCommitted(Lane lane, int rows, Duration took) implements Event {}

  /** Idempotency keys that had expired were deleted; none, where there are none. */
  record KeysSwept(int keys) implements Event {}

  /**
   * Redis answered a call with an error: it is there, and does not do what was asked for.
   *
   * @param word what the error begins with, such as OOM; never its text, which may quote a key
   */
  record RedisRefused(String word) implements Event {}

  /** A connection that its caller would have kept was closed. */
  record ConnectionEnded(ListenerName listener, ConnectionEnd why) implements Event {}

  /** What is rare and for the log alone. */
  sealed interface OpsFact extends Event {}

  /** A row that Postgres itself refused was found and refused alone. */
  record RowRefused(Lane lane, String sqlState) implements OpsFact {}

  /** A batch failed for a reason of ours and is tried again. */
  record BatchRetried(Lane lane, int rows, String cause) implements Event {}

  record LeadsExpired(Lane lane, int rows, Refusal refusal) implements OpsFact {}

  record StateLoaded(long version, int campaigns, int credentials) implements OpsFact {}

  record DependencyUp(Dependency dependency) implements OpsFact {}

  record DependencyDown(Dependency dependency, String cause) implements OpsFact {}

  /**
   * Postgres did not do what a request asked for, other than a lead's commit.
   *
   * @param trace of the request, where it is known
   */
  record StorageFailed(String where, Optional<Trace> trace, String cause) implements OpsFact {}

  /** Something that every node holds was changed through an API. */
  record StateChanged(Trace trace, String action, String subject, String actorType, String actor)
      implements OpsFact {}

  /**
   * @param trace of the request in which it happened
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

  /** Nothing of what was typed: a password that is typed as a name is no rare thing. */
  record LoginRefused(Trace trace, String remoteAddress) implements OpsFact {}

  /** So many logins of clients have failed from there that none is looked at for a while. */
  record LoginsBlocked(String remoteAddress) implements OpsFact {}

  /**
   * Emitted only where {@link Telemetry#wantsEachRequest()}.
   *
   * @param route as it is declared, with {@code :names}; never the path that came
   */
  record RequestAnswered(
      Trace trace, String method, String route, int status, Duration took, String remoteAddress)
      implements OpsFact {}

  /** The standbys as a look found them, at the start and at each change. */
  record StandbysChanged(Standbys standbys) implements OpsFact {}

  /** Sessions were ended that waited for a standby although their gateway had given them up. */
  record StandbyWaitsEnded(int sessions) implements OpsFact {}

  record WaitingForPostgres(String cause) implements OpsFact {}

  record PartitionsMade(int count) implements OpsFact {}

  /** The rows of a kind were not as many as counted: somebody changed them by hand. */
  record QuarantineRecounted(boolean signed, long drift) implements OpsFact {}

  record QuarantineNotCounted(String cause) implements OpsFact {}

  /** There are some for the next days; without any, nothing can be stored. */
  record PartitionsNotMade(String cause) implements OpsFact {}

  /**
   * A row that cannot be understood, which somebody must have written by hand. It counts as if it
   * were not there; the campaigns of a lead type take no leads.
   */
  record RowUnreadable(String table, String id) implements OpsFact {}

  record Started(int httpPort, int managementPort, Duration took) implements OpsFact {}

  record Stopping() implements OpsFact {}

  record Stopped(Duration took) implements OpsFact {}

  /** A failed step as it is told: the storage was away, or the gateway is at fault. */
  static Event ofFailure(String where, Optional<Trace> trace, Throwable failure) {
    return failure instanceof StorageAway away
        ? away.isFault()
            ? new UnexpectedFailure(where, trace, away.failure())
            : new StorageFailed(where, trace, away.reason())
        : new UnexpectedFailure(where, trace, failure);
  }
}
