package io.leadgate.receiver;

import io.leadgate.config.Settings;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.format.LeadFormat;
import io.leadgate.receiver.format.LeadParser;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.web.answer.Json;
import io.leadgate.web.body.Body;
import io.leadgate.web.body.BodyBound;
import io.leadgate.web.body.BodyReader;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

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
  private final OneLead one;
  private final ManyLeads many;

  public LeadIntake(BodyReader bodies, Settings.Limits limits, OneLead one, ManyLeads many) {
    this.bodies = bodies;
    this.ofJson = new BodyBound(limits.bodyBytes(), limits.arrayBytes());
    this.ofOthers = BodyBound.of(limits.bodyBytes());
    this.parser = new LeadParser(limits);
    this.one = one;
    this.many = many;
  }

  Future<? extends Body> read(LeadPost post) {
    return post.read(bodies, post.format() == LeadFormat.JSON ? ofJson : ofOthers);
  }

  boolean isArray(LeadPost post, Body body) {
    return post.format() == LeadFormat.JSON
        && body instanceof Body.Whole whole
        && Json.isArray(whole.bytes());
  }

  Future<Void> store(LeadPost post, Admission.Take take, Body body) {
    return switch (body) {
      case Body.Whole whole -> store(post, take, whole.bytes());
      case Body.Broken broken -> post.refuse(Refusal.MALFORMED_BODY, broken.detail());
      case Body.Unread unread -> post.refuse(unread);
    };
  }

  private Future<Void> store(LeadPost post, Admission.Take take, Buffer body) {
    return switch (parser.parse(post.format(), body.getBytes(), take.destination().leadType())) {
      case ParsedLead.Good good ->
          post.draw(LeadWeight.of(good, body.length()))
              ? one.store(post, take, good)
              : post.refuseForRoom();
      case ParsedLead.Bad bad -> post.refuse(bad.refusal(), bad.problem());
      case ParsedBody.Leads leads -> many.store(post, take, leads.items());
    };
  }
}
