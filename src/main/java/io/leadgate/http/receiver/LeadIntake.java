package io.leadgate.http.receiver;

import io.leadgate.bus.LeadSink;
import io.leadgate.config.Settings;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.LeadIds;
import io.leadgate.domain.Refusal;
import io.leadgate.http.Body;
import io.leadgate.http.BodyReader;
import io.leadgate.http.Json;
import io.leadgate.http.MediaType;
import io.leadgate.http.Problem;
import io.leadgate.telemetry.LeadOutcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The good way of a post: campaign active, body, fields, storage, in the order of API.md, and 201
 * when it is committed and not before. One a verticle.
 */
public final class LeadIntake {

  private static final CharSequence REPLAYED = HttpHeaders.createOptimized("Idempotency-Replayed");
  private static final String LOCATION_PREFIX = "/v1/leads/";

  private final BodyReader bodies;
  private final int bodyBytesMax;
  private final JsonLeadParser parser;
  private final LeadSink sink;
  private final LeadIds ids;

  public LeadIntake(BodyReader bodies, Settings.Limits limits, LeadSink sink, LeadIds ids) {
    this.bodies = bodies;
    this.bodyBytesMax = limits.bodyBytes();
    this.parser = new JsonLeadParser(limits);
    this.sink = sink;
    this.ids = ids;
  }

  /**
   * @param clientId whose token it was; empty at a campaign that asks for none
   * @param judge what to do where the catalogue has changed while the body came: it is judged again
   */
  Future<Void> take(
      Exchange exchange,
      Optional<UUID> clientId,
      Function<Body.Whole, Optional<Future<Void>>> judge) {
    if (!exchange.destination().takesLeads()) {
      return exchange.refuse(
          Refusal.CAMPAIGN_NOT_ACTIVE, "The campaign or its lead source is not active.");
    }
    return exchange
        .read(bodies, bodyBytesMax)
        .compose(
            read ->
                switch (read) {
                  case Body.Whole whole ->
                      judge.apply(whole).orElseGet(() -> parse(exchange, clientId, whole.bytes()));
                  case Body.Unread not -> exchange.refuse(not.refusal(), not.detail());
                });
  }

  private Future<Void> parse(Exchange exchange, Optional<UUID> clientId, Buffer body) {
    Optional<String> header = exchange.idempotencyKey();
    Optional<String> key = header.flatMap(IdempotencyKey::parse);
    if (header.isPresent() && key.isEmpty()) {
      return exchange.refuse(
          Refusal.INVALID_IDEMPOTENCY_KEY,
          "An Idempotency-Key has 1 to 255 printable ASCII characters, in quotes or without.");
    }
    return switch (parser.parse(body.getBytes(), exchange.destination().leadType())) {
      case ParsedLead.Bad bad -> refuse(exchange, bad);
      case ParsedLead.Good good -> store(exchange, lead(exchange, clientId, good, key));
    };
  }

  private static Future<Void> refuse(Exchange exchange, ParsedLead.Bad bad) {
    if (bad.refusal() == Refusal.UNSUPPORTED_MEDIA_TYPE) {
      MediaType.refuse(exchange.response(), bad.detail());
      return exchange.answered(LeadOutcome.REFUSED);
    }
    return exchange.refuse(
        bad.refusal(), Problem.of(bad.refusal(), bad.detail()).with(bad.errors()));
  }

  private Lead lead(
      Exchange exchange, Optional<UUID> clientId, ParsedLead.Good good, Optional<String> key) {
    return new Lead(
        ids.next(exchange.receivedAtMillis()),
        exchange.destination().campaignId(),
        clientId,
        exchange.receivedAt(),
        exchange.remote(),
        good.contact(),
        good.fields(),
        key.map(value -> new IdempotencyKey(value, LeadFingerprint.of(good.fields()))));
  }

  private Future<Void> store(Exchange exchange, Lead lead) {
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
      Exchange exchange, LeadOutcome outcome, LeadId id, Instant receivedAt) {
    if (outcome == LeadOutcome.REPLAYED) {
      exchange.response().putHeader(REPLAYED, "true");
    }
    String idText = id.toString();
    exchange.response().headers().add(HttpHeaders.LOCATION, LOCATION_PREFIX + idText);
    Json.send(
        exchange.response(),
        outcome == LeadOutcome.STORED ? 201 : 200,
        "{\"id\":\""
            + idText
            + "\",\"campaign_id\":"
            + exchange.destination().campaignId()
            + ",\"received_at\":\""
            + Json.timestamp(receivedAt)
            + "\",\"status\":\"accepted\"}");
    return exchange.answered(outcome);
  }
}
