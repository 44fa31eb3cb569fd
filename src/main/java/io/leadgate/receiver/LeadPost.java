package io.leadgate.receiver;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Share;
import io.leadgate.budget.Weight;
import io.leadgate.catalog.Catalog;
import io.leadgate.domain.Destination;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.format.LeadFormat;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.LeadOutcome;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.body.Body;
import io.leadgate.web.body.BodyBound;
import io.leadgate.web.body.BodyReader;
import io.leadgate.web.body.Content;
import io.leadgate.web.body.Gzip;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.RequestTrace;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One post to a campaign. It is answered once, and its leads are counted where it is answered. */
final class LeadPost {

  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized("Idempotency-Key");

  private final HttpServerRequest request;
  private final Posting posting;
  private final String remote;
  private Catalog judgedBy;
  private Destination destination;
  private Body.@Nullable Whole body;
  private final Draw draw;
  private final Telemetry telemetry;
  private int leads = 1;
  private final long began = System.nanoTime();
  private final long receivedAtMillis;

  LeadPost(
      HttpServerRequest request,
      Posting posting,
      String remote,
      Catalog judgedBy,
      Destination destination,
      long receivedAtMillis,
      Draw draw,
      Telemetry telemetry) {
    this.request = request;
    this.posting = posting;
    this.remote = remote;
    this.judgedBy = judgedBy;
    this.destination = destination;
    this.receivedAtMillis = receivedAtMillis;
    this.draw = draw;
    this.telemetry = telemetry;
    received(leads);
  }

  HttpServerRequest request() {
    return request;
  }

  HttpServerResponse response() {
    return request.response();
  }

  LeadFormat format() {
    return posting.format();
  }

  boolean isGzip() {
    return posting.gzip();
  }

  boolean isTest() {
    return posting.test();
  }

  Destination destination() {
    return destination;
  }

  /** The catalogue that the destination is of, and that the token was judged by. */
  Catalog judgedBy() {
    return judgedBy;
  }

  /** What was known when it began is no longer so. */
  void judgeBy(Catalog now, Destination destinationNow) {
    judgedBy = now;
    destination = destinationNow;
  }

  /**
   * Its body, without its content coding; at once where it came before it was judged again.
   *
   * @param bound of what it is without
   */
  Future<Content> read(BodyReader bodies, BodyBound bound) {
    Body.Whole came = body;
    return came == null
        ? bodies
            .read(request, posting.gzip() ? Gzip.compressed(bound) : bound, draw)
            .map(read -> content(read, bound))
        : Future.succeededFuture(content(came, bound));
  }

  private Content content(Body read, BodyBound bound) {
    return switch (read) {
      case Body.Unread not ->
          posting.gzip() && not.refusal() == Refusal.BODY_TOO_LARGE
              ? Content.tooLarge(bound.arrayBytes())
              : Content.unread(not);
      case Body.Whole whole -> {
        body = whole;
        yield posting.gzip()
            ? weighed(Gzip.inflate(whole.bytes(), bound))
            : Content.within(bound, whole.bytes());
      }
    };
  }

  private Content weighed(Content inflated) {
    return inflated instanceof Content.Whole whole
            && !draw.add(Weight.bytes(whole.bytes().length()))
        ? Content.unread(BodyReader.noRoom())
        : inflated;
  }

  /** Its body was judged and parsed, and is asked for no more. */
  void letGoOfBody() {
    body = null;
  }

  /** From here on it draws from that share. */
  void drawFrom(Share share) {
    // Where that share has no room, what is drawn stays where it is.
    var unused = draw.moveTo(share);
  }

  /**
   * Draws more for it, until it is answered.
   *
   * @return whether there was room
   */
  boolean draw(long bytes) {
    return draw.add(bytes);
  }

  Future<Void> refuseForRoom() {
    Body.Unread noRoom = BodyReader.noRoom();
    return refuse(noRoom.refusal(), noRoom.detail());
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

  /** The header as it came; of several the first. */
  Optional<String> idempotencyKey() {
    return Optional.ofNullable(request.getHeader(IDEMPOTENCY_KEY));
  }

  boolean hasSeveralKeys() {
    return request.headers().getAll(IDEMPOTENCY_KEY).size() > 1;
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

  Future<Void> refuse(Content.Unread unread) {
    closeBehind();
    return refuse(unread.refusal(), unread.detail());
  }

  /** No other request is read on its connection. */
  void closeBehind() {
    Edge.closeBehindAnswer(request.connection());
  }

  /** It turned out to hold so many leads, and not the one that it was taken for. */
  void holds(int several) {
    received(several - leads);
    leads = several;
  }

  /** A test is not of the leads: it can become none of what they become. */
  private void received(int more) {
    for (int i = 0; i < more && !posting.test(); i++) {
      telemetry.emit(new Event.LeadReceived());
    }
  }

  /** To be called behind the answer. */
  Future<Void> answered(LeadOutcome outcome) {
    return answered(Collections.nCopies(leads, outcome));
  }

  /** The same for an array: what became of each of its leads. */
  Future<Void> answered(List<LeadOutcome> outcomes) {
    draw.close();
    long took = System.nanoTime() - began;
    for (LeadOutcome outcome : outcomes) {
      telemetry.emit(
          posting.test() ? new Event.TestAnswered() : new Event.LeadAnswered(outcome, took));
    }
    return Future.succeededFuture();
  }

  /** The caller broke off before its lead was read, or a bug of ours. */
  void failed(Throwable failure) {
    if (failure instanceof Body.BrokenOff brokenOff) {
      // Where the connection is still there it is no longer HTTP, and the server closes it.
      answered(brokenOff.isTurnedAway() ? LeadOutcome.FAILED : LeadOutcome.REFUSED);
      return;
    }
    telemetry.emit(new Event.UnexpectedFailure("the receiver", RequestTrace.of(request), failure));
    if (!response().ended() && !response().closed()) {
      Problem.of(Refusal.INTERNAL_ERROR).send(response());
    }
    answered(LeadOutcome.FAILED);
  }
}
