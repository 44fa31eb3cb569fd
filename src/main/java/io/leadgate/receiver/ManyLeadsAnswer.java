package io.leadgate.receiver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.KeyLook;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Refusal;
import io.leadgate.telemetry.LeadOutcome;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.RequestId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the answer to an array: the result of each lead, in the array's order. The status is 200
 * if at least one lead is accepted, 503 if no lead is accepted and at least one lead failed by a
 * fault of the gateway, and 422 if all leads were rejected. Confined to one event loop.
 */
final class ManyLeadsAnswer {

  private final LeadPost post;
  private final String requestId;
  private final ArrayNode results = Json.object().arrayNode();
  private final List<LeadOutcome> outcomes = new ArrayList<>();
  private int accepted;
  private int rejected;
  private Optional<Refusal> failure = Optional.empty();

  ManyLeadsAnswer(LeadPost post) {
    this.post = post;
    this.requestId = RequestId.of(post.response());
  }

  void add(Lead lead, IngestResult result) {
    switch (result) {
      case IngestResult.Stored stored ->
          addAccepted(LeadOutcome.STORED, "accepted", lead.id(), lead.receivedAt());
      case IngestResult.Replayed first ->
          addAccepted(LeadOutcome.REPLAYED, "replayed", first.id(), first.receivedAt());
      case IngestResult.Duplicate duplicate -> addRefused(Problem.of(Refusal.DUPLICATE_LEAD));
      case IngestResult.Refused refused -> addRefused(Problem.of(refused.refusal()));
    }
  }

  private void addAccepted(LeadOutcome outcome, String word, LeadId id, Instant receivedAt) {
    accepted++;
    item(outcome, word).put("id", id.toString()).put("received_at", Json.timestamp(receivedAt));
  }

  /** Adds a good lead of a test, which is not stored. */
  void addTested(KeyLook look) {
    switch (look) {
      case KeyLook.Known first -> addReplayed(first);
      case KeyLook.Unused unused -> {
        accepted++;
        item(LeadOutcome.STORED, "test").put("received_at", Json.timestamp(post.receivedAt()));
      }
      case KeyLook.OfAnotherLead reused -> addRefused(Problem.of(Refusal.IDEMPOTENCY_KEY_REUSED));
      case KeyLook.Failed failed -> addFailed(failed);
    }
  }

  /** Adds a replay if the look has found the lead, and a refused lead otherwise. */
  void addReplayOr(KeyLook look, Problem problem) {
    switch (look) {
      case KeyLook.Known first -> addReplayed(first);
      case KeyLook.Failed failed -> addFailed(failed);
      case KeyLook.Unused unused -> addRefused(problem);
      case KeyLook.OfAnotherLead reused -> addRefused(problem);
    }
  }

  private void addReplayed(KeyLook.Known first) {
    String word = post.isTest() ? "test" : "replayed";
    addAccepted(LeadOutcome.REPLAYED, word, first.id(), first.receivedAt());
  }

  private void addFailed(KeyLook.Failed failed) {
    addRefused(Problem.of(failed.refusal()));
  }

  /** Whether no lead was accepted, and no lead failed by a fault of the gateway. */
  boolean hasOnlyRejected() {
    return accepted == 0 && failure.isEmpty();
  }

  void addRefused(Problem problem) {
    Refusal refusal = problem.refusal();
    if (refusal.isOurs()) {
      failure = failure.or(() -> Optional.of(refusal));
    } else {
      rejected++;
    }
    item(LeadOutcome.of(refusal), refusal.isOurs() ? "failed" : "rejected")
        .set("problem", problem.body(requestId));
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
