package io.leadgate.receiver;

import io.leadgate.config.LimitSettings;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.format.LeadFormat;
import io.leadgate.receiver.format.LeadParser;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.web.answer.Json;
import io.leadgate.web.body.BodyBound;
import io.leadgate.web.body.BodyReader;
import io.leadgate.web.body.Content;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The good way of a post: campaign active, body, fields, in the order of docs/api.md; then it is
 * stored and answered as the one lead that it is ({@link OneLead}) or as an array ({@link
 * ManyLeads}). One a verticle.
 */
public final class LeadIntake {

  private final BodyReader bodies;
  private final BodyBound ofJson;
  private final BodyBound ofOthers;
  private final LeadParser parser;
  private final Turns turns;
  private final OneLead one;
  private final ManyLeads many;

  /**
   * @param turns of arrays
   */
  public LeadIntake(
      BodyReader bodies, LimitSettings limits, Turns turns, OneLead one, ManyLeads many) {
    this.bodies = bodies;
    this.ofJson = new BodyBound(limits.bodyBytes(), limits.arrayBytes());
    this.ofOthers = BodyBound.of(limits.bodyBytes());
    this.parser = new LeadParser(limits);
    this.turns = turns;
    this.one = one;
    this.many = many;
  }

  /**
   * @param clientId whose token it was; empty at a campaign that asks for none
   * @param judge what to do where the catalogue has changed while the body came: it is judged again
   */
  Future<Void> take(
      LeadPost exchange, Optional<UUID> clientId, Supplier<Optional<Future<Void>>> judge) {
    if (!exchange.destination().takesLeads()) {
      return exchange.refuse(
          Refusal.CAMPAIGN_NOT_ACTIVE,
          "The campaign or its lead source is not active; ask whoever runs it, and send it later.");
    }
    return exchange
        .read(bodies, exchange.format() == LeadFormat.JSON ? ofJson : ofOthers)
        .compose(
            content ->
                switch (content) {
                  case Content.Unread not -> exchange.refuse(not);
                  case Content.Broken broken ->
                      judge
                          .get()
                          .orElseGet(
                              () -> exchange.refuse(Refusal.MALFORMED_BODY, broken.detail()));
                  case Content.Whole whole ->
                      exchange.format() == LeadFormat.JSON && Json.isArray(whole.bytes())
                          ? inTurn(exchange, clientId, whole.bytes(), judge)
                          : judge.get().orElseGet(() -> parse(exchange, clientId, whole.bytes()));
                });
  }

  private Future<Void> inTurn(
      LeadPost exchange,
      Optional<UUID> clientId,
      Buffer array,
      Supplier<Optional<Future<Void>>> judge) {
    return turns.take(
        clientId.isPresent(),
        () -> judge.get().orElseGet(() -> parse(exchange, clientId, array)),
        () -> exchange.refuse(Refusal.OVERLOADED, "Too many arrays are waiting; send it again."));
  }

  private Future<Void> parse(LeadPost exchange, Optional<UUID> clientId, Buffer body) {
    exchange.letGoOfBody();
    LeadType type = exchange.destination().leadType();
    return switch (parser.parse(exchange.format(), body.getBytes(), type)) {
      case ParsedLead.Good good ->
          exchange.draw(LeadWeight.of(good, body.length()))
              ? one.take(exchange, clientId, good)
              : exchange.refuseForRoom();
      case ParsedLead.Bad bad -> exchange.refuse(bad.refusal(), bad.problem());
      case ParsedBody.Leads leads -> many.take(exchange, clientId, leads.items());
    };
  }
}
