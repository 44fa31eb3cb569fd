package io.leadgate.receiver;

import io.leadgate.bus.LeadSink;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.LeadLook;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.web.answer.Problem;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Stores the good leads of an array, and answers with the result of each lead as soon as all
 * results are known. Leads that would be refused are replays if their keys are known. Rejected
 * duplicates go into the quarantine. Draws room for the answer before it stores anything, because
 * stored leads must be acknowledged. Confined to one event loop.
 */
public final class ManyLeads {

  private final NewLeads newLeads;
  private final EarlierLeads earlier;
  private final LeadSink sink;
  private final FirstLeads firstLeads;
  private final DuplicateIntake duplicates;

  public ManyLeads(
      NewLeads newLeads,
      EarlierLeads earlier,
      LeadSink sink,
      FirstLeads firstLeads,
      DuplicateIntake duplicates) {
    this.newLeads = newLeads;
    this.earlier = earlier;
    this.sink = sink;
    this.firstLeads = firstLeads;
    this.duplicates = duplicates;
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
    long ofDuplicates = items.size() * LeadWeight.ofDuplicate(take.destination());
    if (!post.draw(LeadWeight.of(items) + ofDuplicates)) {
      return post.refuseForRoom();
    }
    if (post.isTest()) {
      return earlier
          .ofTest(post, take, items)
          .compose(looks -> answerTest(post, take, items, looks));
    }
    List<Lead> leads = newLeads.all(post, take, items);
    Future<List<LeadLook>> looks = earlier.ofBad(post, take, items);
    return sink.storeAll(leads)
        .compose(
            results -> looks.compose(found -> answer(post, take, items, leads, results, found)));
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
    return earlier
        .ofRefused(post, sender, items)
        .compose(found -> answerReplays(post, sender, items, found, problem));
  }

  /**
   * Quarantines the rejected duplicates, and answers with the result of each lead, in the array's
   * order.
   *
   * @param results the results of the good leads, in their order
   * @param looks a look for each item
   */
  private Future<Void> answer(
      LeadPost post,
      Admission.Take take,
      List<ParsedBody.Item> items,
      List<Lead> leads,
      List<IngestResult> results,
      List<LeadLook> looks) {
    Set<LeadId> firsts = new HashSet<>();
    List<DuplicateIntake.Rejected> rejected = new ArrayList<>();
    Iterator<ParsedBody.Item> good =
        items.stream().filter(item -> item.lead() instanceof ParsedLead.Good).iterator();
    for (int i = 0; i < leads.size(); i++) {
      ParsedBody.Item item = good.next();
      if (results.get(i) instanceof IngestResult.Duplicate duplicate) {
        firsts.add(duplicate.first());
        rejected.add(new DuplicateIntake.Rejected(leads.get(i), item.key(), duplicate));
      } else if (results.get(i) instanceof IngestResult.Stored stored) {
        stored.duplicateOf().ifPresent(firsts::add);
      }
    }
    return firstLeads
        .knownTo(take, firsts)
        .compose(
            known ->
                duplicates
                    .keep(post, rejected, known)
                    .compose(
                        told ->
                            send(
                                new ManyLeadsAnswer(post, take, known),
                                items,
                                leads,
                                results,
                                looks,
                                told)));
  }

  private static Future<Void> send(
      ManyLeadsAnswer answer,
      List<ParsedBody.Item> items,
      List<Lead> leads,
      List<IngestResult> results,
      List<LeadLook> looks,
      List<DuplicateIntake.Told> told) {
    Iterator<Lead> nextLead = leads.iterator();
    Iterator<IngestResult> nextResult = results.iterator();
    Iterator<DuplicateIntake.Told> nextTold = told.iterator();
    for (int i = 0; i < items.size(); i++) {
      switch (items.get(i).lead()) {
        case ParsedLead.Bad bad -> answer.addReplayOr(looks.get(i), bad.problem());
        case ParsedLead.Good good -> answer.add(nextLead.next(), nextResult.next(), nextTold);
      }
    }
    return answer.send();
  }

  private Future<Void> answerTest(
      LeadPost post, Admission.Take take, List<ParsedBody.Item> items, List<LeadLook> looks) {
    Set<LeadId> firsts = new HashSet<>();
    for (LeadLook look : looks) {
      if (look instanceof LeadLook.Duplicate duplicate) {
        firsts.add(duplicate.first());
      }
    }
    return firstLeads
        .knownTo(take, firsts)
        .compose(
            known -> {
              ManyLeadsAnswer answer = new ManyLeadsAnswer(post, take, known);
              for (int i = 0; i < items.size(); i++) {
                switch (items.get(i).lead()) {
                  case ParsedLead.Bad bad -> answer.addReplayOr(looks.get(i), bad.problem());
                  case ParsedLead.Good good -> answer.addTested(looks.get(i));
                }
              }
              return answer.send();
            });
  }

  private static Future<Void> answerReplays(
      LeadPost post,
      Admission.Take sender,
      List<ParsedBody.Item> items,
      List<LeadLook> looks,
      Problem problem) {
    ManyLeadsAnswer answer = new ManyLeadsAnswer(post, sender, Set.of());
    for (int i = 0; i < items.size(); i++) {
      answer.addReplayOr(looks.get(i), problem);
    }
    return answer.hasOnlyRejected() ? post.refuse(problem) : answer.send();
  }
}
