package io.leadgate.receiver;

import io.leadgate.bus.LeadSink;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.KeyLook;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.telemetry.LeadOutcome;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stores a good lead that came alone, and answers when the lead is committed: with 201 for a new
 * lead, and with 200 for a replayed lead. A lead that would be refused is a replay too, if its key
 * is known. Answers a test with 200 and stores nothing. Confined to one event loop.
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
    if (hasBadKey(post)) {
      return post.refuse(ParsedLead.Bad.badKey().problem());
    }
    if (post.isTest()) {
      return look(post, take, good).compose(found -> answerTest(post, found));
    }
    Lead lead = leads.one(post, take, good, key(post));
    return sink.store(lead).compose(result -> answer(post, lead, result));
  }

  /** Answers a lead that is to be refused: with the first answer if its key is known. */
  Future<Void> replayOrRefuse(
      LeadPost post, Admission.Take sender, ParsedLead lead, Problem problem) {
    if (leads.hasKey(post, sender) && !post.draw(LeadWeight.of(lead))) {
      return post.refuseForRoom();
    }
    return (hasBadKey(post) ? Future.succeededFuture(KeyLook.UNUSED) : look(post, sender, lead))
        .compose(
            found ->
                switch (found) {
                  case KeyLook.Known first ->
                      post.isTest()
                          ? answerTest(post, found)
                          : accept(post, LeadOutcome.REPLAYED, first.id(), first.receivedAt());
                  case KeyLook.Failed failed -> refuse(post, failed.refusal());
                  case KeyLook.Unused unused -> post.refuse(problem);
                  case KeyLook.OfAnotherLead reused -> post.refuse(problem);
                });
  }

  private static boolean hasBadKey(LeadPost post) {
    return post.idempotencyKey().isPresent() && (key(post).isEmpty() || post.hasSeveralKeys());
  }

  private static Optional<String> key(LeadPost post) {
    return post.idempotencyKey().flatMap(IdempotencyKey::parse);
  }

  private Future<KeyLook> look(LeadPost post, Admission.Take sender, ParsedLead lead) {
    return leads
        .key(post, sender, lead, key(post))
        .map(key -> sink.look(List.of(key)).map(List::getFirst))
        .orElseGet(() -> Future.succeededFuture(KeyLook.UNUSED));
  }

  private static Future<Void> answerTest(LeadPost post, KeyLook found) {
    switch (found) {
      case KeyLook.Unused unused -> send(post, 200, "null", post.receivedAt(), "test");
      case KeyLook.Known first -> {
        post.response().putHeader(REPLAYED, "true");
        send(post, 200, quoted(first.id()), first.receivedAt(), "test");
      }
      case KeyLook.OfAnotherLead reused -> {
        return refuse(post, Refusal.IDEMPOTENCY_KEY_REUSED);
      }
      case KeyLook.Failed failed -> {
        return refuse(post, failed.refusal());
      }
    }
    return post.answered(LeadOutcome.STORED);
  }

  private static Future<Void> answer(LeadPost post, Lead lead, IngestResult result) {
    return switch (result) {
      case IngestResult.Stored stored ->
          accept(post, LeadOutcome.STORED, lead.id(), lead.receivedAt());
      case IngestResult.Replayed first ->
          accept(post, LeadOutcome.REPLAYED, first.id(), first.receivedAt());
      case IngestResult.Duplicate duplicate -> refuse(post, Refusal.DUPLICATE_LEAD);
      case IngestResult.Refused refused -> refuse(post, refused.refusal());
    };
  }

  private static Future<Void> refuse(LeadPost post, Refusal refusal) {
    return post.refuse(Problem.of(refusal));
  }

  /** Answers with the id of the stored lead. A replay has the body of the first answer. */
  private static Future<Void> accept(
      LeadPost post, LeadOutcome outcome, LeadId id, Instant receivedAt) {
    if (outcome == LeadOutcome.REPLAYED) {
      post.response().putHeader(REPLAYED, "true");
    }
    post.response().headers().add(HttpHeaders.LOCATION, LOCATION_PREFIX + id);
    int status = outcome == LeadOutcome.STORED ? 201 : 200;
    send(post, status, quoted(id), receivedAt, "accepted");
    return post.answered(outcome);
  }

  private static String quoted(LeadId id) {
    return '"' + id.toString() + '"';
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
