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
import io.leadgate.loop.Pieces;
import io.leadgate.receiver.cut.BodyCut;
import io.leadgate.receiver.cut.CredentialNames;
import io.leadgate.receiver.cut.Cut;
import io.leadgate.receiver.cut.Level;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.LeadOutcome;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.token.check.TokenAdvice;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.body.Body;
import io.leadgate.web.body.BodyBound;
import io.leadgate.web.body.BodyReader;
import io.leadgate.web.request.ContentType;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Puts the whole body of a post without a good token into the quarantine, whatever the body
 * contains but for credentials ({@link BodyCut}), and answers with 401 or 403. Confined to one
 * event loop.
 */
public final class QuarantineIntake {

  private static final String SEND_AGAIN = " Send it again with a good token.";

  private final BodyReader bodies;
  private final BodyBound bound;
  private final RequestRate strangersInflated;
  private final PostTurns turns;
  private final LeadSink sink;
  private final LeadIds ids;
  private final Telemetry telemetry;

  /**
   * @param strangersInflated bounds the rate at which strangers' gzip is inflated, because a
   *     kilobyte of gzip may cost milliseconds
   * @param turns bounds the time for which the search for credentials holds the event loop
   */
  public QuarantineIntake(
      BodyReader bodies,
      RequestRate strangersInflated,
      Settings.Limits limits,
      PostTurns turns,
      LeadSink sink,
      LeadIds ids,
      Telemetry telemetry) {
    this.bodies = bodies;
    this.strangersInflated = strangersInflated;
    this.bound = BodyBound.of(limits.quarantineBodyBytes());
    this.turns = turns;
    this.sink = sink;
    this.ids = ids;
    this.telemetry = telemetry;
  }

  /** Reads the body of a post and quarantines it. */
  Future<Void> receive(LeadPost post, Admission.Quarantine stranger) {
    return letIn(post, stranger.why())
        ? post.read(bodies, bound).compose(body -> keep(post, stranger, body))
        : refuseForRate(post, stranger.why());
  }

  /**
   * Quarantines a post that was judged again, and found to need a good token, after its body was
   * read.
   */
  Future<Void> keepRead(LeadPost post, Admission.Quarantine stranger, Body body) {
    return letIn(post, stranger.why())
        ? keep(post, stranger, bound.narrow(body))
        : refuseForRate(post, stranger.why());
  }

  /** Quarantines a body in the same way, of a post that names its campaign in the body. */
  Future<Void> keepRead(LeadPost post, AuthResult.Rejected why, KeptBody body) {
    return letIn(post, why) ? keep(post, why, body) : refuseForRate(post, why);
  }

  /** The bound of a body that is quarantined. */
  BodyBound bound() {
    return bound;
  }

  /**
   * Whether there is room for a post without a good token; if so, the post draws from its share.
   */
  boolean letIn(LeadPost post, AuthResult.Rejected why) {
    boolean signed = why.reason().isSigned();
    if (!signed && post.isGzip() && !strangersInflated.takes(bound.bytesMax(), System.nanoTime())) {
      return false;
    }
    post.drawFrom(signed ? Share.SIGNED : Share.STRANGERS);
    return true;
  }

  /** Refuses a post that was not let in. */
  Future<Void> refuseForRate(LeadPost post, AuthResult.Rejected why) {
    post.request().resume();
    return refuseOverflowed(post, why, QuarantineBound.RATE, Cut.NOTHING);
  }

  private Future<Void> keep(LeadPost post, Admission.Quarantine stranger, Body body) {
    CredentialNames names = CredentialNames.of(stranger.destination().leadType());
    ContentType type = post.contentType();
    return switch (body) {
      case Body.Whole whole ->
          keep(
              post,
              stranger.why(),
              new KeptBody(
                  type,
                  whole.bytes().length(),
                  () -> BodyCut.of(type, whole.bytes().getBytes(), names, Level.BODY)));
      case Body.Broken broken ->
          keep(
              post,
              stranger.why(),
              new KeptBody(
                  type,
                  Math.max(broken.asItCame().length(), broken.inflated().length()),
                  () ->
                      Pieces.done(
                          BodyCut.ofBroken(
                              broken.asItCame().getBytes(), broken.inflated().getBytes(), names))));
      case Body.Unread unread -> refuseUnread(post, stranger.why(), unread, bound);
    };
  }

  /**
   * Quarantines the body of a post that was let in. A long body is searched for credentials in
   * turns with other long posts.
   */
  Future<Void> keep(LeadPost post, AuthResult.Rejected why, KeptBody body) {
    if (body.length() > bound.bytesMax()) {
      return refuseOverflowed(post, why, QuarantineBound.SIZE, Cut.NOTHING);
    }
    return body.isShort()
        ? store(post, why, body.contentType(), body.cut().get().toEnd())
        : turns.run(
            why.reason().isSigned() ? Share.SIGNED : Share.STRANGERS,
            Pieces.begunAt(body.cut()),
            cut -> store(post, why, body.contentType(), cut),
            () -> refuseOverflowed(post, why, QuarantineBound.QUEUE, Cut.NOTHING));
  }

  private Future<Void> store(
      LeadPost post, AuthResult.Rejected why, ContentType contentType, Cut cut) {
    if (post.isTest()) {
      return refuse(post, why, detail(why) + CutAdvice.of(cut.names()));
    }
    // Draws for the row's own copy and for the copy that the batch makes for Postgres.
    if (!post.draw(Weight.LEAD + 2 * Weight.bytes(cut.body().length))) {
      return refuseNotQuarantined(post, Body.Unread.noRoom());
    }
    Optional<String> header = Optional.of(contentType.header()).filter(type -> !type.isEmpty());
    QuarantinedRequest request = post.quarantined(ids, why, header, cut.body());
    return sink.quarantine(request).compose(result -> answer(post, why, cut, request, result));
  }

  private Future<Void> answer(
      LeadPost post,
      AuthResult.Rejected why,
      Cut cut,
      QuarantinedRequest request,
      QuarantineResult result) {
    return switch (result) {
      case QuarantineResult.Kept kept -> {
        telemetry.emit(new Event.RequestQuarantined(why.reason()));
        Problem problem =
            Problem.of(why.reason().refusal(), detail(why) + CutAdvice.of(cut.names()))
                .quarantined(request.id().toString(), request.receivedAt());
        yield post.refuseSender(problem, why, LeadOutcome.QUARANTINED);
      }
      case QuarantineResult.Overflowed overflowed ->
          refuseOverflowed(post, why, overflowed.bound(), cut);
      case QuarantineResult.NotKept notKept -> post.refuse(Problem.of(notKept.refusal()));
    };
  }

  /**
   * Refuses a post whose body was not read. A post with a body that is too large is refused for its
   * token, any other post for the reason why its body was not read.
   *
   * @param read the bound under which the body was read
   */
  Future<Void> refuseUnread(
      LeadPost post, AuthResult.Rejected why, Body.Unread unread, BodyBound read) {
    post.closeBehindAnswer();
    return unread.refusal() == Refusal.BODY_TOO_LARGE
        ? refuseOverflowed(post, why, QuarantineBound.SIZE, read, Cut.NOTHING)
        : refuseNotQuarantined(post, unread);
  }

  private static Future<Void> refuseNotQuarantined(LeadPost post, Body.Unread unread) {
    return post.refuse(Problem.of(unread.refusal(), unread.detail()).notQuarantined());
  }

  private Future<Void> refuseOverflowed(
      LeadPost post, AuthResult.Rejected why, QuarantineBound overflowed, Cut cut) {
    return refuseOverflowed(post, why, overflowed, bound, cut);
  }

  private Future<Void> refuseOverflowed(
      LeadPost post, AuthResult.Rejected why, QuarantineBound overflowed, BodyBound read, Cut cut) {
    telemetry.emit(new Event.QuarantineOverflowed(overflowed, why.reason().lane()));
    String because =
        switch (overflowed) {
          case ROWS -> " The request was not kept because the quarantine is full.";
          case RATE, QUEUE ->
              " The request was not kept because too many come without a good token just now.";
          case SIZE ->
              " The request was not kept because its body has more than %d bytes."
                  .formatted(read.bytesMax());
        };
    return refuse(post, why, detail(why) + CutAdvice.of(cut.names()) + because + SEND_AGAIN);
  }

  private static Future<Void> refuse(LeadPost post, AuthResult.Rejected why, String detail) {
    return post.refuseSender(
        Problem.of(why.reason().refusal(), detail).notQuarantined(), why, LeadOutcome.REFUSED);
  }

  private static String detail(AuthResult.Rejected why) {
    return TokenAdvice.of(why, Scope.LEAD_RECEIVER);
  }
}
