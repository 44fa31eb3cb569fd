package io.leadgate.receiver;

import io.leadgate.bus.LeadSink;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.List;

/**
 * Stores the good leads of an array, and answers with the result of each lead as soon as all
 * results are known. Draws room for the answer before it stores anything, because stored leads must
 * be acknowledged. Confined to one event loop.
 */
public final class ManyLeads {

  private final NewLeads newLeads;
  private final LeadSink sink;

  public ManyLeads(NewLeads newLeads, LeadSink sink) {
    this.newLeads = newLeads;
    this.sink = sink;
  }

  Future<Void> store(LeadPost post, Admission.Take take, List<ParsedBody.Item> items) {
    if (post.idempotencyKey().isPresent()) {
      return post.refuse(
          Refusal.INVALID_IDEMPOTENCY_KEY,
          "Each lead of an array has a key of its own: {\"idempotency_key\":…,\"fields\":{…}}.");
    }
    if (items.isEmpty()) {
      return post.refuse(Refusal.INVALID_LEAD, "The array has no leads.");
    }
    post.countLeads(items.size());
    if (!post.draw(LeadWeight.of(items))) {
      return post.refuseForRoom();
    }
    List<Lead> leads = post.isTest() ? List.of() : newLeads.all(post, take, items);
    return sink.storeAll(leads).compose(results -> answer(post, items, leads, results));
  }

  /**
   * Answers with the result of each lead, in the array's order.
   *
   * @param results the results of the good leads, in their order
   */
  private static Future<Void> answer(
      LeadPost post, List<ParsedBody.Item> items, List<Lead> leads, List<IngestResult> results) {
    ManyLeadsAnswer answer = new ManyLeadsAnswer(post);
    Iterator<Lead> nextLead = leads.iterator();
    Iterator<IngestResult> nextResult = results.iterator();
    for (ParsedBody.Item item : items) {
      switch (item.lead()) {
        case ParsedLead.Bad bad -> answer.addRefused(bad.refusal(), bad.problem());
        case ParsedLead.Good good -> {
          if (post.isTest()) {
            answer.addTested();
          } else {
            answer.add(nextLead.next(), nextResult.next());
          }
        }
      }
    }
    return answer.send();
  }
}
