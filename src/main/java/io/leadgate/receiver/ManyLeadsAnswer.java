package io.leadgate.receiver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * The answer to an array: what became of each lead, in its order. 200 as soon as one is safe; 422
 * where all were rejected; 503 where none is safe and any failed by a fault of ours.
 */
final class ManyLeadsAnswer {

  private final String requestId;
  private final ArrayNode results = Json.object().arrayNode();
  private final List<LeadOutcome> outcomes = new ArrayList<>();
  private int accepted;
  private int rejected;
  private Optional<Refusal> failure = Optional.empty();

  private ManyLeadsAnswer(String requestId) {
    this.requestId = requestId;
  }

  static Future<Void> send(LeadPost exchange, List<ItemResult> results) {
    ManyLeadsAnswer answer = new ManyLeadsAnswer(RequestId.of(exchange.response()));
    results.forEach(answer::add);
    answer.send(exchange);
    return exchange.answered(answer.outcomes);
  }

  private void add(ItemResult result) {
    ObjectNode item = results.addObject().put("index", outcomes.size());
    switch (result) {
      case ItemResult.Stored stored -> {
        accepted(item, LeadOutcome.STORED, "accepted");
        found(item, stored.id(), stored.receivedAt());
      }
      case ItemResult.Replayed first -> {
        accepted(item, LeadOutcome.REPLAYED, "replayed");
        found(item, first.id(), first.receivedAt());
      }
      case ItemResult.Tested tested -> {
        accepted(item, LeadOutcome.STORED, "test");
        item.put("received_at", Json.timestamp(tested.receivedAt()));
      }
      case ItemResult.Refused refused -> refused(item, refused);
    }
  }

  private void accepted(ObjectNode item, LeadOutcome outcome, String word) {
    accepted++;
    outcomes.add(outcome);
    item.put("status", word);
  }

  private static void found(ObjectNode item, LeadId id, Instant receivedAt) {
    item.put("id", id.toString()).put("received_at", Json.timestamp(receivedAt));
  }

  private void refused(ObjectNode item, ItemResult.Refused refused) {
    Refusal refusal = refused.refusal();
    outcomes.add(LeadOutcome.of(refusal));
    if (refusal.isOurs()) {
      failure = failure.or(() -> Optional.of(refusal));
      item.put("status", "failed");
    } else {
      rejected++;
      item.put("status", "rejected");
    }
    item.set("problem", refused.problem().body(requestId));
  }

  private void send(LeadPost exchange) {
    if (accepted > 0) {
      ObjectNode body = Json.object().put("accepted", accepted).put("rejected", rejected);
      body.set("results", results);
      Json.send(exchange.response(), 200, body);
    } else {
      Problem whole =
          failure
              .map(Problem::of)
              .orElseGet(
                  () ->
                      Problem.of(
                          Refusal.INVALID_LEAD, "All leads were rejected; each result says why."));
      whole.results(accepted, rejected, results).send(exchange.response());
    }
  }
}
