package io.leadgate.http.receiver;

import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.http.Body;
import io.leadgate.http.Json;
import io.leadgate.http.MediaType;
import io.leadgate.http.Problem;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.LeadOutcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One post of one lead, from its token to its answer, on one page: token, then campaign, body,
 * fields and storage, in the order of API.md; answered once, and counted where it is answered.
 */
final class LeadExchange {

  private static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("Idempotency-Key");
  private static final CharSequence REPLAYED =
      HttpHeaders.createOptimized("Idempotency-Replayed");
  private static final String LOCATION_PREFIX = "/v1/leads/";

  private final LeadHandler handler;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Campaign campaign;
  private final long began = System.nanoTime();
  private final long receivedAtMillis;

  LeadExchange(LeadHandler handler, HttpServerRequest request, Campaign campaign) {
    this.handler = handler;
    this.request = request;
    this.response = request.response();
    this.campaign = campaign;
    this.receivedAtMillis = handler.clock.millis();
  }

  void begin() {
    handler.telemetry.emit(new Event.LeadReceived());
    Future<AuthResult> auth = handler.authenticate.check(request, Scope.LEAD_RECEIVER);
    if (!auth.isComplete()) {
      request.pause(); // The body must not pass by while nobody reads it.
    }
    auth.compose(this::authenticated).onFailure(this::failed);
  }

  private Future<Void> authenticated(AuthResult result) {
    return switch (result) {
      case AuthResult.Authenticated known ->
          known.credential().maySee(campaign.leadSource().id())
              ? take(Optional.of(known.credential().clientId()))
              : refuse(Problem.of(Refusal.NOT_FOUND, "There is no such campaign."), Refusal.NOT_FOUND);
      case AuthResult.Ambiguous two ->
          refuse(
              Problem.of(
                  Refusal.AMBIGUOUS_TOKEN,
                  "Send one token, in Authorization or in access_token."),
              Refusal.AMBIGUOUS_TOKEN);
      case AuthResult.Rejected rejected ->
          campaign.requireAuthentication() ? quarantine(rejected) : takeAnyway(rejected);
    };
  }

  private Future<Void> takeAnyway(AuthResult.Rejected rejected) {
    handler.telemetry.emit(new Event.TokenIgnored(rejected.reason()));
    return take(Optional.empty());
  }

  // ---- the good way

  private Future<Void> take(Optional<UUID> clientId) {
    if (!campaign.takesLeads()) {
      return refuse(
          Problem.of(
              Refusal.CAMPAIGN_NOT_ACTIVE, "The campaign or its lead source is not active."),
          Refusal.CAMPAIGN_NOT_ACTIVE);
    }
    Future<Body> body = Body.read(request, handler.limits.bodyBytes());
    request.resume();
    return body.compose(
        read ->
            switch (read) {
              case Body.Whole whole -> parse(clientId, whole.bytes());
              case Body.TooLarge over -> refuseTooLarge();
            });
  }

  private Future<Void> refuseTooLarge() {
    Body.closeAfterAnswer(handler.vertx, request);
    return refuse(
        Problem.of(
            Refusal.BODY_TOO_LARGE,
            "A lead has at most %d bytes.".formatted(handler.limits.bodyBytes())),
        Refusal.BODY_TOO_LARGE);
  }

  private Future<Void> parse(Optional<UUID> clientId, Buffer body) {
    String keyHeader = request.getHeader(IDEMPOTENCY_KEY);
    Optional<String> key = Optional.ofNullable(keyHeader).flatMap(IdempotencyKey::parse);
    if (keyHeader != null && key.isEmpty()) {
      return refuse(
          Problem.of(
              Refusal.INVALID_IDEMPOTENCY_KEY,
              "An Idempotency-Key has 1 to 255 printable ASCII characters, in quotes or without."),
          Refusal.INVALID_IDEMPOTENCY_KEY);
    }
    return switch (handler.parser.parse(body.getBytes(), campaign.leadType())) {
      case ParsedLead.Bad bad -> refuseBad(bad);
      case ParsedLead.Good good -> store(lead(clientId, good.fields(), key));
    };
  }

  private Future<Void> refuseBad(ParsedLead.Bad bad) {
    if (bad.refusal() == Refusal.UNSUPPORTED_MEDIA_TYPE) {
      MediaType.refuse(response, bad.detail());
      return answered(LeadOutcome.REFUSED);
    }
    Problem problem = Problem.of(bad.refusal(), bad.detail());
    return refuse(
        bad.errors().isEmpty() ? problem : problem.with(bad.errors()), bad.refusal());
  }

  private Lead lead(Optional<UUID> clientId, String fields, Optional<String> key) {
    return new Lead(
        handler.ids.next(receivedAtMillis),
        campaign.id(),
        clientId,
        Instant.ofEpochMilli(receivedAtMillis),
        request.remoteAddress().hostAddress(),
        fields,
        key.map(value -> new IdempotencyKey(value, LeadFingerprint.of(fields))));
  }

  private Future<Void> store(Lead lead) {
    return handler
        .sink
        .store(lead)
        .compose(
            result ->
                switch (result) {
                  case IngestResult.Stored stored -> accept(201, lead.id(), lead.receivedAt());
                  case IngestResult.Replayed first -> {
                    response.putHeader(REPLAYED, "true");
                    yield accept(200, first.id(), first.receivedAt());
                  }
                  case IngestResult.Refused refused ->
                      refuse(Problem.of(refused.refusal()), refused.refusal());
                });
  }

  private Future<Void> accept(int status, LeadId id, Instant receivedAt) {
    response.putHeader(HttpHeaders.LOCATION, LOCATION_PREFIX + id);
    Json.send(
        response,
        status,
        "{\"id\":\"%s\",\"campaign_id\":%d,\"received_at\":\"%s\",\"status\":\"accepted\"}"
            .formatted(id, campaign.id(), Json.timestamp(receivedAt)));
    return answered(status == 201 ? LeadOutcome.STORED : LeadOutcome.REPLAYED);
  }

  // ---- into the quarantine

  private Future<Void> quarantine(AuthResult.Rejected rejected) {
    Future<Body> body = Body.read(request, handler.limits.quarantineBodyBytes());
    request.resume();
    return body.compose(
        read ->
            switch (read) {
              case Body.Whole whole -> quarantine(rejected, whole.bytes());
              case Body.TooLarge over -> {
                Body.closeAfterAnswer(handler.vertx, request);
                challenge(problem(rejected).notQuarantined());
                yield answered(LeadOutcome.REFUSED);
              }
            });
  }

  private Future<Void> quarantine(AuthResult.Rejected rejected, Buffer body) {
    QuarantinedRequest quarantined =
        new QuarantinedRequest(
            handler.ids.next(receivedAtMillis).value(),
            campaign.id(),
            rejected.reason(),
            rejected.claimedClientId(),
            Instant.ofEpochMilli(receivedAtMillis),
            request.remoteAddress().hostAddress(),
            Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE)),
            body.getBytes(),
            Optional.ofNullable(request.getHeader(IDEMPOTENCY_KEY)),
            List.of());
    return handler
        .sink
        .quarantine(quarantined)
        .compose(
            result ->
                switch (result) {
                  case QuarantineResult.Kept kept -> {
                    handler.telemetry.emit(new Event.RequestQuarantined(rejected.reason()));
                    challenge(problem(rejected).quarantined(quarantined.id().toString()));
                    yield answered(LeadOutcome.QUARANTINED);
                  }
                  case QuarantineResult.NotKept not ->
                      refuse(Problem.of(not.refusal()), not.refusal());
                });
  }

  private static Problem problem(AuthResult.Rejected rejected) {
    Refusal refusal = rejected.reason().refusal();
    return Problem.of(
        refusal,
        refusal == Refusal.INSUFFICIENT_SCOPE
            ? "The token lacks the scope lead_receiver."
            : "Get a token at /v1/authorization/token and send it as Authorization: Bearer.");
  }

  private void challenge(Problem problem) {
    problem.sendWithChallenge(response, Scope.LEAD_RECEIVER);
  }

  // ---- the end of it

  private Future<Void> refuse(Problem problem, Refusal refusal) {
    problem.send(response);
    return answered(LeadOutcome.of(refusal));
  }

  private Future<Void> answered(LeadOutcome outcome) {
    handler.telemetry.emit(new Event.LeadAnswered(outcome, System.nanoTime() - began));
    return Future.succeededFuture();
  }

  /** The caller went away before its lead was read, or a bug of ours. */
  private void failed(Throwable failure) {
    if (response.closed()) {
      answered(LeadOutcome.REFUSED);
      return;
    }
    handler.telemetry.emit(new Event.UnexpectedFailure("the receiver", failure));
    if (!response.ended()) {
      Problem.of(Refusal.INTERNAL_ERROR).send(response);
    }
    answered(LeadOutcome.FAILED);
  }
}
