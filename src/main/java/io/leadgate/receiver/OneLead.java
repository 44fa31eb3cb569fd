package io.leadgate.receiver;

import io.leadgate.bus.LeadSink;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.telemetry.LeadOutcome;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.Optional;

/**
 * Stores a good lead that came alone, and answers when the lead is committed: with 201 for a new
 * lead, and with 200 for a replayed lead. Answers a test with 200 and stores nothing. Confined to
 * one event loop.
 */
public final class OneLead {

  private static final CharSequence REPLAYED = HttpHeaders.createOptimized("Idempotency-Replayed");
  private static final String LOCATION_PREFIX = "/v1/leads/";

  private final NewLeads leads;
  private final LeadSink sink;

  public OneLead(NewLeads leads, LeadSink sink) {
    this.leads = leads;
    this.sink = sink;
  }

  Future<Void> store(LeadPost post, Admission.Take take, ParsedLead.Good good) {
    Optional<String> header = post.idempotencyKey();
    Optional<String> key = header.flatMap(IdempotencyKey::parse);
    if (header.isPresent() && (key.isEmpty() || post.hasSeveralKeys())) {
      ParsedLead.Bad bad = ParsedLead.Bad.badKey();
      return post.refuse(bad.refusal(), bad.problem());
    }
    if (post.isTest()) {
      send(post, 200, "null", post.receivedAt(), "test");
      return post.answered(LeadOutcome.STORED);
    }
    Lead lead = leads.one(post, take, good, key);
    return sink.store(lead).compose(result -> answer(post, lead, result));
  }

  private static Future<Void> answer(LeadPost post, Lead lead, IngestResult result) {
    return switch (result) {
      case IngestResult.Stored stored ->
          accept(post, LeadOutcome.STORED, lead.id(), lead.receivedAt());
      case IngestResult.Replayed first ->
          accept(post, LeadOutcome.REPLAYED, first.id(), first.receivedAt());
      case IngestResult.Refused refused ->
          post.refuse(refused.refusal(), Problem.of(refused.refusal()));
    };
  }

  /** Answers with the id of the stored lead. A replay has the body of the first answer. */
  private static Future<Void> accept(
      LeadPost post, LeadOutcome outcome, LeadId id, Instant receivedAt) {
    if (outcome == LeadOutcome.REPLAYED) {
      post.response().putHeader(REPLAYED, "true");
    }
    String idText = id.toString();
    post.response().headers().add(HttpHeaders.LOCATION, LOCATION_PREFIX + idText);
    send(
        post,
        outcome == LeadOutcome.STORED ? 201 : 200,
        '"' + idText + '"',
        receivedAt,
        "accepted");
    return post.answered(outcome);
  }

  private static void send(LeadPost post, int status, String id, Instant receivedAt, String word) {
    Json.send(
        post.response(),
        status,
        "{\"id\":"
            + id
            + ",\"campaign_id\":"
            + post.campaignId()
            + ",\"received_at\":\""
            + Json.timestamp(receivedAt)
            + "\",\"status\":\""
            + word
            + "\"}");
  }
}
