package io.leadgate.persistence;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.StrangersRate;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The four lanes into Postgres; no lane waits for another. Confined to one event loop.
 *
 * @param leads without an idempotency key
 * @param strangersRate how many requests of strangers are kept a second
 */
public record Lanes(
    GroupCommit<Lead, IngestResult> leads,
    GroupCommit<Lead, IngestResult> keyedLeads,
    GroupCommit<QuarantinedRequest, QuarantineResult> signed,
    GroupCommit<QuarantinedRequest, QuarantineResult> strangers,
    StrangersRate strangersRate) {

  void start() {
    all().forEach(GroupCommit::start);
  }

  /** Keeps a request in the lane of its kind; a request past the rate of strangers is not kept. */
  Future<QuarantineResult> quarantine(QuarantinedRequest request) {
    if (request.reason().isSigned()) {
      return signed.submit(List.of(request)).map(List::getFirst);
    }
    return strangersRate.takes(request.body().length, System.nanoTime())
        ? strangers.submit(List.of(request)).map(List::getFirst)
        : Future.succeededFuture(new QuarantineResult.Overflowed(QuarantineBound.RATE));
  }

  /** From now on no row waits longer than this. */
  void hurry(Duration left) {
    all().forEach(lane -> lane.hurry(left));
  }

  boolean areEmpty() {
    return all().allMatch(lane -> lane.rowsWaiting() == 0);
  }

  private Stream<GroupCommit<?, ?>> all() {
    return Stream.of(leads, keyedLeads, signed, strangers);
  }
}
