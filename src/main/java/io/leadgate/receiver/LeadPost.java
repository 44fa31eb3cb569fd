package io.leadgate.receiver;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Share;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.PostFormat;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.LeadOutcome;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.body.Body;
import io.leadgate.web.body.BodyBound;
import io.leadgate.web.body.BodyReader;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.ContentType;
import io.leadgate.web.request.MediaType;
import io.leadgate.web.request.RemoteAddress;
import io.leadgate.web.request.RequestTrace;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Carries one post to a campaign from its head to its answer, and counts its leads when they are
 * received and when they are answered. Its state changes in three parts: the campaign, the number
 * of leads, and the bytes that are drawn from the budget. Confined to one event loop.
 */
final class LeadPost {

  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized("Idempotency-Key");

  private static final CharSequence REPLAYED = HttpHeaders.createOptimized("Idempotency-Replayed");

  private final HttpServerRequest request;
  private final ContentType contentType;
  private final boolean gzip;
  private final boolean test;
  private final String remote;
  private final PostFormat format;
  private final AnswerForm form;
  private final long receivedAtMillis;
  private final long began = System.nanoTime();
  private final Draw draw;
  private final Telemetry telemetry;
  private int campaignId;
  private int leads;

  /**
   * @param isTest whether the leads are checked and answered, but not stored
   * @param form the form of the answers
   */
  LeadPost(
      RoutingContext context,
      ContentType contentType,
      boolean isTest,
      PostFormat format,
      AnswerForm form,
      long receivedAtMillis,
      Telemetry telemetry) {
    this.request = context.request();
    this.contentType = contentType;
    this.gzip = MediaType.isGzip(request);
    this.test = isTest;
    this.remote = RemoteAddress.of(context);
    this.format = format;
    this.form = form;
    this.receivedAtMillis = receivedAtMillis;
    this.draw = Edge.openRequest(request.connection(), Share.STRANGERS);
    this.telemetry = telemetry;
  }

  /**
   * Notes the campaign to which the post goes, from which on its lead is accounted for. Must be
   * called once, before any other method that needs the campaign.
   *
   * @param id the id of a campaign that exists
   */
  LeadPost to(int id) {
    campaignId = id;
    countLeads(1);
    return this;
  }

  HttpServerRequest request() {
    return request;
  }

  HttpServerResponse response() {
    return request.response();
  }

  ContentType contentType() {
    return contentType;
  }

  /** Whether the body is to be inflated. */
  boolean isGzip() {
    return gzip;
  }

  /** Whether the post is a test, which is checked and answered but not stored. */
  boolean isTest() {
    return test;
  }

  int campaignId() {
    return campaignId;
  }

  /** The campaign; empty before it is known. */
  Optional<Integer> chosenCampaign() {
    return campaignId == 0 ? Optional.empty() : Optional.of(campaignId);
  }

  PostFormat format() {
    return format;
  }

  /** The caller's IP address. */
  String remote() {
    return remote;
  }

  Instant receivedAt() {
    return Instant.ofEpochMilli(receivedAtMillis);
  }

  /** The header as the caller sent it, unchecked; the first header if there are several. */
  Optional<String> idempotencyKey() {
    return Optional.ofNullable(request.getHeader(IDEMPOTENCY_KEY));
  }

  boolean hasSeveralKeys() {
    return request.headers().getAll(IDEMPOTENCY_KEY).size() > 1;
  }

  /**
   * Reads the body and removes its content coding.
   *
   * @param bound the bound of the body without the coding
   */
  Future<? extends Body> read(BodyReader bodies, BodyBound bound) {
    return gzip ? bodies.readInflated(request, bound, draw) : bodies.read(request, bound, draw);
  }

  /**
   * Makes the request that is to be quarantined.
   *
   * @param contentType the type of the body that is kept
   */
  QuarantinedRequest quarantined(
      LeadIds ids, AuthResult.Rejected why, Optional<String> contentType, byte[] body) {
    return new QuarantinedRequest(
        ids.next(receivedAtMillis).value(),
        campaignId,
        format,
        why.reason(),
        why.claimedClientId(),
        receivedAt(),
        remote,
        contentType,
        body,
        idempotencyKey(),
        Optional.empty(),
        QuarantinedRequest.NOT_RELEASED);
  }

  /**
   * Moves the drawn bytes to another share of the budget, from which the post draws from then on.
   */
  void drawFrom(Share share) {
    // If the new share has no room, the draw stays in the old share.
    var unused = draw.moveTo(share);
  }

  /**
   * Draws more bytes from the budget, and keeps them until the post is answered.
   *
   * @return whether there was room
   */
  boolean draw(long bytes) {
    return draw.add(bytes);
  }

  Future<Void> refuseForRoom() {
    Body.Unread noRoom = Body.Unread.noRoom();
    return refuse(noRoom.refusal(), noRoom.detail());
  }

  Future<Void> refuse(Body.Unread unread) {
    closeBehindAnswer();
    return refuse(unread.refusal(), unread.detail());
  }

  Future<Void> refuse(Refusal refusal, String detail) {
    return refuse(Problem.of(refusal, detail));
  }

  Future<Void> refuse(Problem problem) {
    return refuse(problem, LeadOutcome.of(problem.refusal()));
  }

  Future<Void> refuse(Problem problem, LeadOutcome outcome) {
    // A body that stayed unread would block the next request on its connection.
    request.resume();
    form.refuse(this, problem);
    return answered(outcome);
  }

  /** Refuses a post for its token or key, with the challenge that says which is wanted. */
  Future<Void> refuseSender(Problem problem, AuthResult.Rejected why, LeadOutcome outcome) {
    problem.challenge(response(), Scope.LEAD_RECEIVER, why.fault());
    return refuse(problem, outcome);
  }

  /** Answers a good lead that came alone. */
  Future<Void> accept(LeadReceipt receipt) {
    if (!receipt.isNew() && receipt.id().isPresent()) {
      response().putHeader(REPLAYED, "true");
    }
    form.accept(this, receipt);
    return answered(
        receipt.isNew() || receipt.id().isEmpty() ? LeadOutcome.STORED : LeadOutcome.REPLAYED);
  }

  /** Closes the connection after the answer. */
  void closeBehindAnswer() {
    Edge.closeBehindAnswer(request.connection());
  }

  /** Counts the leads of an array. Until this call a post to a campaign counts as one lead. */
  void countLeads(int several) {
    countReceived(several - leads);
    leads = several;
  }

  /**
   * Counts more leads as received. Counts no lead of a test, because such a lead is neither stored
   * nor refused as a lead.
   */
  private void countReceived(int more) {
    for (int i = 0; i < more && !test; i++) {
      telemetry.emit(new Event.LeadReceived());
    }
  }

  /** Ends the post after its answer was sent, and counts the same outcome for each of its leads. */
  Future<Void> answered(LeadOutcome outcome) {
    return answered(Collections.nCopies(leads, outcome));
  }

  /** Ends the post after its answer was sent, and counts the outcomes of its leads. */
  Future<Void> answered(List<LeadOutcome> outcomes) {
    draw.close();
    long took = System.nanoTime() - began;
    for (LeadOutcome outcome : outcomes) {
      telemetry.emit(test ? new Event.TestAnswered() : new Event.LeadAnswered(outcome, took));
    }
    return Future.succeededFuture();
  }

  /** Ends a post that failed because its caller broke off, or because of a bug of the gateway. */
  void failed(Throwable failure) {
    if (failure instanceof Body.BrokenOff brokenOff) {
      // Not answered here. A connection that is still open carries no more HTTP, and the server
      // closes it.
      answered(brokenOff.isTurnedAway() ? LeadOutcome.FAILED : LeadOutcome.REFUSED);
      return;
    }
    telemetry.emit(new Event.UnexpectedFailure("the receiver", RequestTrace.of(request), failure));
    if (!response().ended() && !response().closed()) {
      form.refuse(this, Problem.of(Refusal.INTERNAL_ERROR));
    }
    answered(LeadOutcome.FAILED);
  }
}
