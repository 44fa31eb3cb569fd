package io.leadgate.receiver;

import io.leadgate.bus.LeadSink;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.web.answer.Problem;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Stores what is good of an array of leads, and answers with what became of each of them when that
 * is known of all. Room for the answer is drawn before anything is stored, because what is stored
 * must be acknowledged. One a verticle.
 */
public final class ManyLeads {

  private final NewLeads news;
  private final LeadSink sink;

  public ManyLeads(NewLeads news, LeadSink sink) {
    this.news = news;
    this.sink = sink;
  }

  Future<Void> take(LeadPost exchange, Optional<UUID> clientId, List<ParsedBody.Item> items) {
    if (exchange.idempotencyKey().isPresent()) {
      return exchange.refuse(
          Refusal.INVALID_IDEMPOTENCY_KEY,
          "Each lead of an array has a key of its own: {\"idempotency_key\":…,\"fields\":{…}}.");
    }
    if (items.isEmpty()) {
      return exchange.refuse(Refusal.INVALID_LEAD, "The array has no leads.");
    }
    exchange.holds(items.size());
    return exchange.draw(LeadWeight.of(items))
        ? store(exchange, clientId, items)
        : exchange.refuseForRoom();
  }

  private Future<Void> store(
      LeadPost exchange, Optional<UUID> clientId, List<ParsedBody.Item> items) {
    List<Lead> leads = exchange.isTest() ? List.of() : leads(exchange, clientId, items);
    return sink.storeAll(leads)
        .compose(stored -> ManyLeadsAnswer.send(exchange, results(exchange, items, leads, stored)));
  }

  private List<Lead> leads(
      LeadPost exchange, Optional<UUID> clientId, List<ParsedBody.Item> items) {
    List<Lead> leads = new ArrayList<>(items.size());
    for (ParsedBody.Item item : items) {
      if (item.lead() instanceof ParsedLead.Good good) {
        leads.add(news.make(exchange, clientId, good, item.key()));
      }
    }
    return leads;
  }

  /** The results of the good ones, with those of the bad ones among them. */
  private static List<ItemResult> results(
      LeadPost exchange, List<ParsedBody.Item> items, List<Lead> leads, List<IngestResult> stored) {
    Iterator<Lead> sent = leads.iterator();
    Iterator<IngestResult> became = stored.iterator();
    List<ItemResult> results = new ArrayList<>(items.size());
    for (ParsedBody.Item item : items) {
      results.add(
          switch (item.lead()) {
            case ParsedLead.Bad bad -> new ItemResult.Refused(bad.refusal(), bad.problem());
            case ParsedLead.Good good ->
                exchange.isTest()
                    ? new ItemResult.Tested(exchange.receivedAt())
                    : result(sent.next(), became.next());
          });
    }
    return results;
  }

  private static ItemResult result(Lead lead, IngestResult result) {
    return switch (result) {
      case IngestResult.Stored stored -> new ItemResult.Stored(lead.id(), lead.receivedAt());
      case IngestResult.Replayed first -> new ItemResult.Replayed(first.id(), first.receivedAt());
      case IngestResult.Refused refused ->
          new ItemResult.Refused(refused.refusal(), Problem.of(refused.refusal()));
    };
  }
}
