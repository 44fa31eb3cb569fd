package io.leadgate.http.receiver;

import io.leadgate.bus.LeadSink;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.Refusal;
import io.leadgate.http.Problem;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Stores what is good of an array of leads, and answers with what became of each of them when that
 * is known of all. Bounds those that wait: what is bad in them waits too, and is in no queue. One a
 * verticle; what it counts belongs to that event loop.
 */
public final class ManyLeads {

  /** What an item, and each of its errors, takes at the most besides its texts. */
  private static final int ITEM_BYTES = 512;

  private final NewLeads news;
  private final LeadSink sink;
  private final long bytesMaxAtOnce;
  private long bytesUnderWay;

  /**
   * @param bytesMaxAtOnce of all arrays that wait for their leads' commit
   */
  public ManyLeads(NewLeads news, LeadSink sink, long bytesMaxAtOnce) {
    this.news = news;
    this.sink = sink;
    this.bytesMaxAtOnce = bytesMaxAtOnce;
  }

  Future<Void> take(Exchange exchange, Optional<UUID> clientId, List<ParsedBody.Item> items) {
    if (exchange.idempotencyKey().isPresent()) {
      return exchange.refuse(
          Refusal.INVALID_IDEMPOTENCY_KEY,
          "Each lead of an array has a key of its own: {\"idempotency_key\":…,\"fields\":{…}}.");
    }
    if (items.isEmpty()) {
      return exchange.refuse(Refusal.INVALID_LEAD, "The array has no leads.");
    }
    exchange.holds(items.size());
    long bytes = items.stream().mapToLong(ManyLeads::bytes).sum();
    if (bytesUnderWay > 0 && bytesUnderWay + bytes > bytesMaxAtOnce) {
      return exchange.refuse(
          Refusal.OVERLOADED, "Too many arrays are under way; send it again in a moment.");
    }
    bytesUnderWay += bytes;
    return Future.<Void>succeededFuture()
        .compose(room -> store(exchange, clientId, items))
        .onComplete(done -> bytesUnderWay -= bytes);
  }

  private static long bytes(ParsedBody.Item item) {
    return switch (item.lead()) {
      case ParsedLead.Good good -> ITEM_BYTES + (long) good.fields().length();
      case ParsedLead.Bad bad ->
          ITEM_BYTES + bad.errors().stream().mapToLong(ManyLeads::bytes).sum();
    };
  }

  private static long bytes(FieldError error) {
    return ITEM_BYTES + (long) error.field().length() + error.message().length();
  }

  private Future<Void> store(
      Exchange exchange, Optional<UUID> clientId, List<ParsedBody.Item> items) {
    List<Lead> leads = exchange.isTest() ? List.of() : leads(exchange, clientId, items);
    return sink.storeAll(leads)
        .compose(stored -> ManyAnswer.send(exchange, results(exchange, items, leads, stored)));
  }

  private List<Lead> leads(
      Exchange exchange, Optional<UUID> clientId, List<ParsedBody.Item> items) {
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
      Exchange exchange, List<ParsedBody.Item> items, List<Lead> leads, List<IngestResult> stored) {
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
