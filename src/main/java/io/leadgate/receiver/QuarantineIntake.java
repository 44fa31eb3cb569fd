package io.leadgate.receiver;

import io.leadgate.budget.Share;
import io.leadgate.budget.Weight;
import io.leadgate.bus.LeadSink;
import io.leadgate.config.LimitSettings;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.domain.StrangersRate;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.LeadOutcome;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.body.Body;
import io.leadgate.web.body.BodyBound;
import io.leadgate.web.body.BodyReader;
import io.leadgate.web.body.Content;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/**
 * The way of a post without a good token: its body whole into the quarantine, whatever it is, and
 * then its 401 or 403. One a verticle.
 */
public final class QuarantineIntake {

  private static final String GET_TOKEN =
      "Get a token at /v1/authorization/token and send it as Authorization: Bearer.";
  private static final String SEND_AGAIN = " Send it again with a good token.";

  private final BodyReader bodies;
  private final BodyBound bound;
  private final int bodyBytesMax;
  private final StrangersRate inflated;
  private final LeadSink sink;
  private final LeadIds ids;
  private final Telemetry telemetry;

  /**
   * @param inflated how much of strangers' gzip is inflated: a kilobyte may cost milliseconds
   */
  public QuarantineIntake(
      BodyReader bodies,
      StrangersRate inflated,
      LimitSettings limits,
      LeadSink sink,
      LeadIds ids,
      Telemetry telemetry) {
    this.bodies = bodies;
    this.inflated = inflated;
    this.bound = BodyBound.of(limits.quarantineBodyBytes());
    this.bodyBytesMax = limits.quarantineBodyBytes();
    this.sink = sink;
    this.ids = ids;
    this.telemetry = telemetry;
  }

  Future<Void> take(LeadPost exchange, AuthResult.Rejected rejected) {
    boolean signed = rejected.reason().isSigned();
    if (!signed && exchange.isGzip() && !inflated.takes(bodyBytesMax, System.nanoTime())) {
      exchange.request().resume();
      return refuseOverflowed(exchange, rejected, QuarantineBound.RATE);
    }
    exchange.drawFrom(signed ? Share.SIGNED : Share.STRANGERS);
    return exchange
        .read(bodies, bound)
        .compose(
            content ->
                switch (content) {
                  case Content.Whole whole -> take(exchange, rejected, whole.bytes());
                  case Content.Broken broken -> take(exchange, rejected, broken.asItCame());
                  case Content.Unread not -> refuseUnread(exchange, rejected, not);
                });
  }

  /** A body too large to be kept is refused for its token; one that did not come, for that. */
  private Future<Void> refuseUnread(
      LeadPost exchange, AuthResult.Rejected rejected, Content.Unread unread) {
    exchange.closeBehind();
    if (unread.refusal() != Refusal.BODY_TOO_LARGE) {
      return exchange.refuse(
          unread.refusal(), Problem.of(unread.refusal(), unread.detail()).notQuarantined());
    }
    return refuseOverflowed(exchange, rejected, QuarantineBound.SIZE);
  }

  private Future<Void> refuseOverflowed(
      LeadPost exchange, AuthResult.Rejected rejected, QuarantineBound bound) {
    telemetry.emit(new Event.QuarantineOverflowed(bound, rejected.reason().isSigned()));
    String why =
        switch (bound) {
          case ROWS -> " The request was not kept, since the quarantine is full.";
          case RATE ->
              " The request was not kept, since too many come without a good token just now.";
          case SIZE ->
              " The request was not kept, since its body has more than %d bytes."
                  .formatted(bodyBytesMax);
        };
    return refuse(exchange, rejected, detail(rejected) + why + SEND_AGAIN);
  }

  private static Future<Void> refuse(
      LeadPost exchange, AuthResult.Rejected rejected, String detail) {
    Problem.of(rejected.reason().refusal(), detail)
        .notQuarantined()
        .sendWithChallenge(exchange.response(), Scope.LEAD_RECEIVER);
    return exchange.answered(LeadOutcome.REFUSED);
  }

  private Future<Void> take(LeadPost exchange, AuthResult.Rejected rejected, Buffer body) {
    if (exchange.isTest()) {
      return refuse(exchange, rejected, detail(rejected));
    }
    exchange.letGoOfBody();
    // The row's own copy, and the one that the batch makes for Postgres.
    if (!exchange.draw(Weight.LEAD + 2 * Weight.bytes(body.length()))) {
      Body.Unread noRoom = BodyReader.noRoom();
      return exchange.refuse(
          noRoom.refusal(), Problem.of(noRoom.refusal(), noRoom.detail()).notQuarantined());
    }
    QuarantinedRequest request = request(exchange, rejected, body);
    return sink.quarantine(request)
        .compose(
            result ->
                switch (result) {
                  case QuarantineResult.Kept kept -> {
                    telemetry.emit(new Event.RequestQuarantined(rejected.reason()));
                    Problem.of(rejected.reason().refusal(), detail(rejected))
                        .quarantined(request.id().toString(), request.receivedAt())
                        .sendWithChallenge(exchange.response(), Scope.LEAD_RECEIVER);
                    yield exchange.answered(LeadOutcome.QUARANTINED);
                  }
                  case QuarantineResult.Overflowed past ->
                      refuseOverflowed(exchange, rejected, past.bound());
                  case QuarantineResult.NotKept not ->
                      exchange.refuse(not.refusal(), Problem.of(not.refusal()));
                });
  }

  private QuarantinedRequest request(LeadPost exchange, AuthResult.Rejected rejected, Buffer body) {
    return new QuarantinedRequest(
        ids.next(exchange.receivedAtMillis()).value(),
        exchange.destination().campaignId(),
        rejected.reason(),
        rejected.claimedClientId(),
        exchange.receivedAt(),
        exchange.remote(),
        Optional.ofNullable(exchange.request().getHeader(HttpHeaders.CONTENT_TYPE)),
        body.getBytes(),
        exchange.idempotencyKey(),
        List.of());
  }

  private static String detail(AuthResult.Rejected rejected) {
    return rejected.reason().refusal() == Refusal.INSUFFICIENT_SCOPE
        ? "The token lacks the scope lead_receiver."
        : GET_TOKEN;
  }
}
