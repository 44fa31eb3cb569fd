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
import java.util.UUID;

/** Stores a good lead that came alone: 201 when it is committed, and not before. One a verticle. */
public final class OneLead {

  private static final CharSequence REPLAYED = HttpHeaders.createOptimized("Idempotency-Replayed");
  private static final String LOCATION_PREFIX = "/v1/leads/";

  private final NewLeads news;
  private final LeadSink sink;

  public OneLead(NewLeads news, LeadSink sink) {
    this.news = news;
    this.sink = sink;
  }

  Future<Void> take(LeadPost exchange, Optional<UUID> clientId, ParsedLead.Good good) {
    Optional<String> header = exchange.idempotencyKey();
    Optional<String> key = header.flatMap(IdempotencyKey::parse);
    if (header.isPresent() && (key.isEmpty() || exchange.hasSeveralKeys())) {
      ParsedLead.Bad bad = ParsedLead.Bad.badKey();
      return exchange.refuse(bad.refusal(), bad.problem());
    }
    if (exchange.isTest()) {
      send(exchange, 200, "null", exchange.receivedAt(), "test");
      return exchange.answered(LeadOutcome.STORED);
    }
    return store(exchange, news.make(exchange, clientId, good, key));
  }

  private Future<Void> store(LeadPost exchange, Lead lead) {
    return sink.store(lead)
        .compose(
            result ->
                switch (result) {
                  case IngestResult.Stored stored ->
                      accept(exchange, LeadOutcome.STORED, lead.id(), lead.receivedAt());
                  case IngestResult.Replayed first ->
                      accept(exchange, LeadOutcome.REPLAYED, first.id(), first.receivedAt());
                  case IngestResult.Refused refused ->
                      exchange.refuse(refused.refusal(), Problem.of(refused.refusal()));
                });
  }

  /** A replay has the first answer's body. */
  private static Future<Void> accept(
      LeadPost exchange, LeadOutcome outcome, LeadId id, Instant receivedAt) {
    if (outcome == LeadOutcome.REPLAYED) {
      exchange.response().putHeader(REPLAYED, "true");
    }
    String idText = id.toString();
    exchange.response().headers().add(HttpHeaders.LOCATION, LOCATION_PREFIX + idText);
    send(
        exchange,
        outcome == LeadOutcome.STORED ? 201 : 200,
        '"' + idText + '"',
        receivedAt,
        "accepted");
    return exchange.answered(outcome);
  }

  private static void send(
      LeadPost exchange, int status, String id, Instant receivedAt, String word) {
    Json.send(
        exchange.response(),
        status,
        "{\"id\":"
            + id
            + ",\"campaign_id\":"
            + exchange.destination().campaignId()
            + ",\"received_at\":\""
            + Json.timestamp(receivedAt)
            + "\",\"status\":\""
            + word
            + "\"}");
  }
}
