package io.leadgate.receiver;

import io.leadgate.budget.Share;
import io.leadgate.budget.Weight;
import io.leadgate.bus.LeadSink;
import io.leadgate.config.Settings;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.RequestRate;
import io.leadgate.domain.Scope;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.LeadOutcome;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.token.check.TokenAdvice;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.body.Body;
import io.leadgate.web.body.BodyBound;
import io.leadgate.web.body.BodyReader;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * Puts the whole body of a post without a good token into the quarantine, whatever the body
 * contains, and answers with 401 or 403. Confined to one event loop.
 */
public final class QuarantineIntake {

  private static final String SEND_AGAIN = " Send it again with a good token.";

  private final BodyReader bodies;
  private final BodyBound bound;
  private final RequestRate strangersInflated;
  private final LeadSink sink;
  private final LeadIds ids;
  private final Telemetry telemetry;

  /**
   * @param strangersInflated bounds the rate at which strangers' gzip is inflated, because a
   *     kilobyte of gzip may cost milliseconds
   */
  public QuarantineIntake(
      BodyReader bodies,
      RequestRate strangersInflated,
      Settings.Limits limits,
      LeadSink sink,
      LeadIds ids,
      Telemetry telemetry) {
    this.bodies = bodies;
    this.strangersInflated = strangersInflated;
    this.bound = BodyBound.of(limits.quarantineBodyBytes());
    this.sink = sink;
    this.ids = ids;
    this.telemetry = telemetry;
  }

  /** Reads the body of a post and quarantines it. */
  Future<Void> receive(LeadPost post, AuthResult.Rejected why) {
    if (!isLetIn(post, why)) {
      post.request().resume();
      return refuseOverflowed(post, why, QuarantineBound.RATE);
    }
    return post.read(bodies, bound).compose(body -> keep(post, why, body));
  }

  /**
   * Quarantines a post that was judged again, and found to need a good token, after its body was
   * read.
   */
  Future<Void> keepRead(LeadPost post, AuthResult.Rejected why, Body body) {
    return isLetIn(post, why)
        ? keep(post, why, bound.narrow(body))
        : refuseOverflowed(post, why, QuarantineBound.RATE);
  }

  private boolean isLetIn(LeadPost post, AuthResult.Rejected why) {
    boolean signed = why.reason().isSigned();
    if (!signed && post.isGzip() && !strangersInflated.takes(bound.bytesMax(), System.nanoTime())) {
      return false;
    }
    post.drawFrom(signed ? Share.SIGNED : Share.STRANGERS);
    return true;
  }

  private Future<Void> keep(LeadPost post, AuthResult.Rejected why, Body body) {
    return switch (body) {
      case Body.Whole whole -> store(post, why, whole.bytes());
      case Body.Broken broken -> store(post, why, broken.asItCame());
      case Body.Unread unread -> refuseUnread(post, why, unread);
    };
  }

  private Future<Void> store(LeadPost post, AuthResult.Rejected why, Buffer body) {
    if (post.isTest()) {
      return refuse(post, why, detail(why));
    }
    // Draws for the row's own copy and for the copy that the batch makes for Postgres.
    if (!post.draw(Weight.LEAD + 2 * Weight.bytes(body.length()))) {
      return refuseNotQuarantined(post, Body.Unread.noRoom());
    }
    QuarantinedRequest request = post.quarantined(ids, why, body);
    return sink.quarantine(request).compose(result -> answer(post, why, request, result));
  }

  private Future<Void> answer(
      LeadPost post, AuthResult.Rejected why, QuarantinedRequest request, QuarantineResult result) {
    return switch (result) {
      case QuarantineResult.Kept kept -> {
        telemetry.emit(new Event.RequestQuarantined(why.reason()));
        Problem.of(why.reason().refusal(), detail(why))
            .quarantined(request.id().toString(), request.receivedAt())
            .sendWithChallenge(post.response(), Scope.LEAD_RECEIVER, why.fault());
        yield post.answered(LeadOutcome.QUARANTINED);
      }
      case QuarantineResult.Overflowed overflowed ->
          refuseOverflowed(post, why, overflowed.bound());
      case QuarantineResult.NotKept notKept -> post.refuse(Problem.of(notKept.refusal()));
    };
  }

  /**
   * Refuses a post whose body was not read. A post with a body that is too large is refused for its
   * token, any other post for the reason why its body was not read.
   */
  private Future<Void> refuseUnread(LeadPost post, AuthResult.Rejected why, Body.Unread unread) {
    post.closeBehindAnswer();
    return unread.refusal() == Refusal.BODY_TOO_LARGE
        ? refuseOverflowed(post, why, QuarantineBound.SIZE)
        : refuseNotQuarantined(post, unread);
  }

  private static Future<Void> refuseNotQuarantined(LeadPost post, Body.Unread unread) {
    return post.refuse(Problem.of(unread.refusal(), unread.detail()).notQuarantined());
  }

  private Future<Void> refuseOverflowed(
      LeadPost post, AuthResult.Rejected why, QuarantineBound overflowed) {
    telemetry.emit(new Event.QuarantineOverflowed(overflowed, why.reason().lane()));
    String because =
        switch (overflowed) {
          case ROWS -> " The request was not kept because the quarantine is full.";
          case RATE, QUEUE ->
              " The request was not kept because too many come without a good token just now.";
          case SIZE ->
              " The request was not kept because its body has more than %d bytes."
                  .formatted(bound.bytesMax());
        };
    return refuse(post, why, detail(why) + because + SEND_AGAIN);
  }

  private static Future<Void> refuse(LeadPost post, AuthResult.Rejected why, String detail) {
    Problem.of(why.reason().refusal(), detail)
        .notQuarantined()
        .sendWithChallenge(post.response(), Scope.LEAD_RECEIVER, why.fault());
    return post.answered(LeadOutcome.REFUSED);
  }

  private static String detail(AuthResult.Rejected why) {
    return TokenAdvice.of(why, Scope.LEAD_RECEIVER);
  }
}
