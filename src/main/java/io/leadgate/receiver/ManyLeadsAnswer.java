package io.leadgate.receiver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.LeadLook;
import io.leadgate.domain.Refusal;
import io.leadgate.telemetry.LeadOutcome;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.RequestId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the answer to an array: the result of each lead, in the array's order. The status is 200
 * if at least one lead is accepted, 503 if no lead is accepted and at least one lead failed by a
 * fault of the gateway, and 422 if all leads were rejected. Confined to one event loop.
 */
final class ManyLeadsAnswer {

  private final LeadPost post;
  private final Admission.Take sender;
  private final Set<LeadId> known;
  private final String requestId;
  private final ArrayNode results = Json.object().arrayNode();
  private final List<LeadOutcome> outcomes = new ArrayList<>();
  private int accepted;
  private int rejected;
  private Optional<Refusal> failure = Optional.empty();

  /**
   * @param known the first leads of duplicates that the sender may know
   */
  ManyLeadsAnswer(LeadPost post, Admission.Take sender, Set<LeadId> known) {
    this.post = post;
    this.sender = sender;
    this.known = known;
    this.requestId = RequestId.of(post.response());
  }

  /**
   * @param cut the names of the lead's members that were cut out
   * @param rejected the answers to the rejected duplicates that are not added yet
   */
  void add(
      Lead lead, List<String> cut, IngestResult result, Iterator<DuplicateIntake.Told> rejected) {
    switch (result) {
      case IngestResult.Stored stored -> {
        ObjectNode item = addAccepted(LeadOutcome.STORED, "accepted", lead.id(), lead.receivedAt());
        warn(item, cut);
        stored.duplicateOf().ifPresent(first -> flag(item, first));
      }
      case IngestResult.Replayed first ->
          warn(addAccepted(LeadOutcome.REPLAYED, "replayed", first.id(), first.receivedAt()), cut);
      case IngestResult.Duplicate duplicate -> {
        DuplicateIntake.Told told = rejected.next();
        addRefused(told.problem(), told.outcome());
      }
      case IngestResult.Refused refused -> addRefused(Problem.of(refused.refusal()));
    }
  }

  private ObjectNode addAccepted(LeadOutcome outcome, String word, LeadId id, Instant receivedAt) {
    accepted++;
    return item(outcome, word)
        .put("id", id.toString())
        .put("received_at", Json.timestamp(receivedAt));
  }

  private static void warn(ObjectNode item, List<String> cut) {
    if (!cut.isEmpty()) {
      ArrayNode warnings = item.putArray("warnings");
      cut.forEach(
          name -> warnings.addObject().put("code", "credential-in-body").put("field", name));
    }
  }

  private void flag(ObjectNode item, LeadId first) {
    if (FirstLeads.tellsOfDuplicates(sender)) {
      item.put("duplicate_of", known.contains(first) ? first.toString() : null);
    }
  }

  /** Adds a good lead of a test, which is not stored. */
  void addTested(LeadLook look, List<String> cut) {
    switch (look) {
      case LeadLook.Known first -> warn(addReplayed(first), cut);
      case LeadLook.NotFound none -> warn(addGoodTest(), cut);
      case LeadLook.Duplicate duplicate -> {
        if (duplicate.rejects()) {
          addRefused(new DuplicateProblem(duplicate.first(), duplicate.set(), known).ofTest());
        } else {
          ObjectNode item = addGoodTest();
          warn(item, cut);
          flag(item, duplicate.first());
        }
      }
      case LeadLook.OfAnotherLead reused -> addRefused(Problem.of(Refusal.IDEMPOTENCY_KEY_REUSED));
      case LeadLook.Failed failed -> addFailed(failed);
    }
  }

  private ObjectNode addGoodTest() {
    accepted++;
    return item(LeadOutcome.STORED, "test").put("received_at", Json.timestamp(post.receivedAt()));
  }

  /** Adds a replay if the look has found the lead, and a refused lead otherwise. */
  void addReplayOr(LeadLook look, List<String> cut, Problem problem) {
    switch (look) {
      case LeadLook.Known first -> warn(addReplayed(first), cut);
      case LeadLook.Failed failed -> addFailed(failed);
      case LeadLook.NotFound none -> addRefused(problem);
      case LeadLook.OfAnotherLead reused -> addRefused(problem);
      case LeadLook.Duplicate duplicate -> addRefused(problem);
    }
  }

  private ObjectNode addReplayed(LeadLook.Known first) {
    String word = post.isTest() ? "test" : "replayed";
    return addAccepted(LeadOutcome.REPLAYED, word, first.id(), first.receivedAt());
  }

  private void addFailed(LeadLook.Failed failed) {
    addRefused(Problem.of(failed.refusal()));
  }

  /** Whether no lead was accepted, and no lead failed by a fault of the gateway. */
  boolean hasOnlyRejected() {
    return accepted == 0 && failure.isEmpty();
  }

  private void addRefused(Problem problem) {
    addRefused(problem, LeadOutcome.of(problem.refusal()));
  }

  private void addRefused(Problem problem, LeadOutcome outcome) {
    Refusal refusal = problem.refusal();
    if (refusal.isOurs()) {
      failure = failure.or(() -> Optional.of(refusal));
    } else {
      rejected++;
    }
    item(outcome, refusal.isOurs() ? "failed" : "rejected").set("problem", problem.body(requestId));
  }

  private ObjectNode item(LeadOutcome outcome, String status) {
    ObjectNode item = results.addObject().put("index", outcomes.size()).put("status", status);
    outcomes.add(outcome);
    return item;
  }

  Future<Void> send() {
    if (accepted > 0) {
      ObjectNode body = Json.object().put("accepted", accepted).put("rejected", rejected);
      body.set("results", results);
      Json.send(post.response(), 200, body);
    } else {
      Problem whole =
          failure
              .map(Problem::of)
              .orElseGet(
                  () ->
                      Problem.of(
                          Refusal.INVALID_LEAD, "All leads were rejected; each result says why."));
      whole.results(accepted, rejected, results).send(post.response());
    }
    return post.answered(outcomes);
  }
}
