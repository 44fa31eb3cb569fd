package io.leadgate.http.receiver;

import io.leadgate.catalog.Catalog;
import io.leadgate.domain.Destination;
import io.leadgate.domain.Refusal;
import io.leadgate.http.Body;
import io.leadgate.http.BodyReader;
import io.leadgate.http.Problem;
import io.leadgate.http.RequestTrace;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.LeadOutcome;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One post to a campaign. It is answered once, and counted where it is answered. */
final class Exchange {

  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized("Idempotency-Key");

  private final HttpServerRequest request;
  private final String remote;
  private Catalog judgedBy;
  private Destination destination;
  private Body.@Nullable Whole body;
  private final Telemetry telemetry;
  private final long began = System.nanoTime();
  private final long receivedAtMillis;

  Exchange(
      HttpServerRequest request,
      String remote,
      Catalog judgedBy,
      Destination destination,
      long receivedAtMillis,
      Telemetry telemetry) {
    this.request = request;
    this.remote = remote;
    this.judgedBy = judgedBy;
    this.destination = destination;
    this.receivedAtMillis = receivedAtMillis;
    this.telemetry = telemetry;
    telemetry.emit(new Event.LeadReceived());
  }

  HttpServerRequest request() {
    return request;
  }

  HttpServerResponse response() {
    return request.response();
  }

  Destination destination() {
    return destination;
  }

  /** The catalogue that the destination is of, and that the token was judged by. */
  Catalog judgedBy() {
    return judgedBy;
  }

  /** What was known when it began is no longer so. */
  void judgeBy(Catalog now, Destination destinationNow, Body.Whole bodyThatCame) {
    judgedBy = now;
    destination = destinationNow;
    body = bodyThatCame;
  }

  /** Its body; at once where it came before it was judged again. */
  Future<Body> read(BodyReader bodies, int bytesMax) {
    Body.Whole came = body;
    if (came == null) {
      return bodies.read(request, bytesMax);
    }
    return Future.succeededFuture(
        came.bytes().length() > bytesMax ? BodyReader.tooLarge(bytesMax) : came);
  }

  long receivedAtMillis() {
    return receivedAtMillis;
  }

  Instant receivedAt() {
    return Instant.ofEpochMilli(receivedAtMillis);
  }

  String remote() {
    return remote;
  }

  /** The header as it came. */
  Optional<String> idempotencyKey() {
    return Optional.ofNullable(request.getHeader(IDEMPOTENCY_KEY));
  }

  Future<Void> refuse(Refusal refusal, String detail) {
    return refuse(refusal, Problem.of(refusal, detail));
  }

  Future<Void> refuse(Refusal refusal, Problem problem) {
    // A body that stayed unread would block the next request on its connection.
    request.resume();
    problem.send(response());
    return answered(LeadOutcome.of(refusal));
  }

  /** To be called behind the answer. */
  Future<Void> answered(LeadOutcome outcome) {
    telemetry.emit(new Event.LeadAnswered(outcome, System.nanoTime() - began));
    return Future.succeededFuture();
  }

  /** The caller broke off before its lead was read, or a bug of ours. */
  void failed(Throwable failure) {
    if (failure instanceof Body.BrokenOff || response().closed()) {
      // Where the connection is still there it is no longer HTTP, and the server closes it.
      answered(LeadOutcome.REFUSED);
      return;
    }
    telemetry.emit(new Event.UnexpectedFailure("the receiver", RequestTrace.of(request), failure));
    if (!response().ended()) {
      Problem.of(Refusal.INTERNAL_ERROR).send(response());
    }
    answered(LeadOutcome.FAILED);
  }
}
