package io.leadgate.persistence;

import io.leadgate.bus.Questions;
import io.leadgate.bus.Questions.Answer;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadLook;
import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.RequestRate;
import io.leadgate.domain.SoughtLead;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lanes into Postgres. No lane waits for another lane. Confined to one event loop.
 *
 * @param leads the plain leads
 * @param keyedLeads the leads with an idempotency key, a dedupe window or hashes
 * @param keysUnderWay the keys of the leads in the lane of keyed leads
 * @param looks the looks for the earlier leads of leads that are not stored
 * @param signed the quarantined requests whose token this gateway has signed
 * @param strangers the other quarantined requests without a good token
 * @param duplicates the leads that a duplicate rule has rejected
 * @param strangersKept the rate at which requests of strangers are kept
 */
public record Lanes(
    GroupCommit<Lead, IngestResult> leads,
    GroupCommit<Lead, IngestResult> keyedLeads,
    KeysUnderWay keysUnderWay,
    GroupCommit<SoughtLead, LeadLook> looks,
    GroupCommit<QuarantinedRequest, QuarantineResult> signed,
    GroupCommit<QuarantinedRequest, QuarantineResult> strangers,
    GroupCommit<QuarantinedRequest, QuarantineResult> duplicates,
    RequestRate strangersKept) {

  void start() {
    all().forEach(GroupCommit::start);
  }

  /** Stores leads with keys, which are under way until all are answered. */
  Future<List<Answer<IngestResult>>> storeKeyed(Questions<Lead, IngestResult> some) {
    List<IdempotencyKey> keys =
        some.stream().map(Lead::idempotencyKey).flatMap(Optional::stream).toList();
    Future<List<Answer<IngestResult>>> answered = keyedLeads.answer(some);
    keysUnderWay.hold(keys, answered);
    return answered;
  }

  /**
   * Submits a request without a good token to the lane of its kind. A stranger's request beyond the
   * rate is not kept.
   */
  Future<QuarantineResult> quarantine(QuarantinedRequest request) {
    if (request.reason().isSigned()) {
      return signed.submit(request);
    }
    return strangersKept.takes(request.body().length, System.nanoTime())
        ? strangers.submit(request)
        : Future.succeededFuture(new QuarantineResult.Overflowed(QuarantineBound.RATE));
  }

  /** Limits the wait of every row to this time from now on. */
  void limitWait(Duration left) {
    all().forEach(lane -> lane.limitWait(left));
  }

  /** Whether Postgres commits no leads, although some wait. Thread-safe. */
  boolean areLeadsHeldUp() {
    return leads.isHeldUp() || keyedLeads.isHeldUp();
  }

  boolean areEmpty() {
    return all().allMatch(lane -> lane.rowsWaiting() == 0);
  }

  private Stream<GroupCommit<?, ?>> all() {
    return Stream.of(leads, keyedLeads, looks, signed, strangers, duplicates);
  }
}
