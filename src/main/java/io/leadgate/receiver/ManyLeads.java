package io.leadgate.receiver;

import io.leadgate.bus.LeadSink;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.KeyLook;
import io.leadgate.domain.Lead;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.SoughtKey;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.web.answer.Problem;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Stores the good leads of an array, and answers with the result of each lead as soon as all
 * results are known. Leads that would be refused are replays if their keys are known. Draws room
 * for the answer before it stores anything, because stored leads must be acknowledged. Confined to
 * one event loop.
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
    Future<Iterator<KeyLook>> looks =
        look(post, take, items, item -> post.isTest() || item instanceof ParsedLead.Bad);
    return sink.storeAll(leads)
        .compose(results -> looks.compose(found -> answer(post, items, leads, results, found)));
  }

  /** Answers the replays of an array to a campaign that takes no leads, and refuses the rest. */
  Future<Void> replay(
      LeadPost post, Admission.Take sender, List<ParsedBody.Item> items, Problem problem) {
    if (post.idempotencyKey().isPresent() || items.isEmpty()) {
      return post.refuse(problem);
    }
    post.countLeads(items.size());
    if (!post.draw(LeadWeight.of(items))) {
      return post.refuseForRoom();
    }
    return look(post, sender, items, item -> true)
        .compose(found -> answerReplays(post, items, found, problem));
  }

  /**
   * Looks at the keys of some items.
   *
   * @return a look for each item, which is unused if the item was not looked at
   */
  private Future<Iterator<KeyLook>> look(
      LeadPost post,
      Admission.Take sender,
      List<ParsedBody.Item> items,
      Predicate<ParsedLead> isLookedAt) {
    List<Optional<SoughtKey>> keys =
        items.stream()
            .map(
                item ->
                    isLookedAt.test(item.lead())
                        ? newLeads.key(post, sender, item.lead(), item.key())
                        : Optional.<SoughtKey>empty())
            .toList();
    return sink.look(keys.stream().flatMap(Optional::stream).toList())
        .map(
            looks -> {
              Iterator<KeyLook> next = looks.iterator();
              return keys.stream()
                  .map(key -> key.isPresent() ? next.next() : KeyLook.UNUSED)
                  .iterator();
            });
  }

  /**
   * Answers with the result of each lead, in the array's order.
   *
   * @param results the results of the good leads, in their order
   * @param looks a look for each item
   */
  private static Future<Void> answer(
      LeadPost post,
      List<ParsedBody.Item> items,
      List<Lead> leads,
      List<IngestResult> results,
      Iterator<KeyLook> looks) {
    ManyLeadsAnswer answer = new ManyLeadsAnswer(post);
    Iterator<Lead> nextLead = leads.iterator();
    Iterator<IngestResult> nextResult = results.iterator();
    for (ParsedBody.Item item : items) {
      KeyLook look = looks.next();
      switch (item.lead()) {
        case ParsedLead.Bad bad -> answer.addReplayOr(look, bad.problem());
        case ParsedLead.Good good -> {
          if (post.isTest()) {
            answer.addTested(look);
          } else {
            answer.add(nextLead.next(), nextResult.next());
          }
        }
      }
    }
    return answer.send();
  }

  private static Future<Void> answerReplays(
      LeadPost post, List<ParsedBody.Item> items, Iterator<KeyLook> looks, Problem problem) {
    ManyLeadsAnswer answer = new ManyLeadsAnswer(post);
    for (int i = 0; i < items.size(); i++) {
      answer.addReplayOr(looks.next(), problem);
    }
    return answer.hasOnlyRejected() ? post.refuse(problem) : answer.send();
  }
}
