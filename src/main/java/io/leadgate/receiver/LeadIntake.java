package io.leadgate.receiver;

import io.leadgate.config.Settings;
import io.leadgate.domain.Refusal;
import io.leadgate.loop.Pieces;
import io.leadgate.receiver.format.LeadParser;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.body.Body;
import io.leadgate.web.body.BodyBound;
import io.leadgate.web.body.BodyReader;
import io.leadgate.web.request.ContentType.Kind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * Reads the body of an admitted post, parses and checks its leads, and has them stored and answered
 * as a single lead ({@link OneLead}) or as an array of leads ({@link ManyLeads}). Confined to one
 * event loop.
 */
public final class LeadIntake {

  private final BodyReader bodies;
  private final BodyBound ofJson;
  private final BodyBound ofOthers;
  private final LeadParser parser;
  private final NewLeads newLeads;
  private final OneLead one;
  private final ManyLeads many;

  public LeadIntake(
      BodyReader bodies, Settings.Limits limits, NewLeads newLeads, OneLead one, ManyLeads many) {
    this.newLeads = newLeads;
    this.bodies = bodies;
    this.ofJson = new BodyBound(limits.bodyBytes(), limits.arrayBytes());
    this.ofOthers = BodyBound.of(limits.bodyBytes());
    this.parser = new LeadParser(limits);
    this.one = one;
    this.many = many;
  }

  Future<? extends Body> read(LeadPost post) {
    return post.read(bodies, post.contentType().is(Kind.JSON) ? ofJson : ofOthers);
  }

  boolean isArray(LeadPost post, Body body) {
    return post.contentType().is(Kind.JSON)
        && body instanceof Body.Whole whole
        && Json.isArray(whole.bytes());
  }

  /** Has the leads stored. The result completes when the post is answered. */
  Pieces<Future<Void>> store(LeadPost post, Admission.Take take, Body body) {
    return switch (body) {
      case Body.Whole whole -> store(post, take, whole.bytes());
      case Body.Broken broken -> Pieces.done(post.refuse(Refusal.MALFORMED_BODY, broken.detail()));
      case Body.Unread unread -> Pieces.done(post.refuse(unread));
    };
  }

  private Pieces<Future<Void>> store(LeadPost post, Admission.Take take, Buffer body) {
    return parse(post, take, body).then(parsed -> store(post, take, parsed, body.length()));
  }

  /**
   * Has the leads of a body stored that was read already.
   *
   * @param bodyBytes the size of the body
   */
  Pieces<Future<Void>> store(LeadPost post, Admission.Take take, ParsedBody parsed, int bodyBytes) {
    return switch (parsed) {
      case ParsedLead.Good good -> Pieces.done(store(post, take, bodyBytes, good));
      case ParsedLead.Bad bad -> Pieces.done(replayOrRefuse(post, take, bad));
      case ParsedBody.Leads leads -> many.store(post, take, leads.items());
    };
  }

  private Future<Void> replayOrRefuse(LeadPost post, Admission.Take take, ParsedLead.Bad bad) {
    if (bad.refusal() == Refusal.UNSUPPORTED_MEDIA_TYPE) {
      post.response().putHeader(HttpHeaders.ACCEPT, LeadParser.TAKEN);
    }
    return one.replayOrRefuse(post, take, bad, bad.problem());
  }

  private Future<Void> store(
      LeadPost post, Admission.Take take, int bodyBytes, ParsedLead.Good good) {
    return post.draw(LeadWeight.of(good, bodyBytes, take.destination()))
        ? one.store(post, take, good)
        : post.refuseForRoom();
  }

  private Pieces<ParsedBody> parse(LeadPost post, Admission.Take sender, Buffer body) {
    return parser.parse(post.contentType(), body.getBytes(), sender.destination().leadType());
  }

  /**
   * Whether a post to a campaign that takes no leads may be a replay, so that its body must be
   * read. The leads of an array have their keys in the body.
   */
  boolean mayBeReplay(LeadPost post, Admission.NotActive paused) {
    return post.contentType().is(Kind.JSON) || newLeads.hasKey(post, paused.sender());
  }

  /** Answers the replays of a post to a campaign that takes no leads, and refuses the rest. */
  Pieces<Future<Void>> replay(LeadPost post, Admission.NotActive paused, Body body) {
    if (!(body instanceof Body.Whole whole)) {
      if (body instanceof Body.Unread) {
        post.closeBehindAnswer();
      }
      return Pieces.done(post.refuse(notActive()));
    }
    return parse(post, paused.sender(), whole.bytes()).then(parsed -> replay(post, paused, parsed));
  }

  /** Answers the replays of a body that was read already, and refuses the rest. */
  Pieces<Future<Void>> replay(LeadPost post, Admission.NotActive paused, ParsedBody parsed) {
    return switch (parsed) {
      case ParsedLead lead ->
          Pieces.done(one.replayOrRefuse(post, paused.sender(), lead, notActive()));
      case ParsedBody.Leads leads -> many.replay(post, paused.sender(), leads.items(), notActive());
    };
  }

  static Problem notActive() {
    Admission.Refuse notActive = Admission.notActive();
    return Problem.of(notActive.refusal(), notActive.detail());
  }
}
