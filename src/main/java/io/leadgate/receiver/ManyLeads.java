package io.leadgate.receiver;

import io.leadgate.bus.LeadSink;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.LeadLook;
import io.leadgate.domain.PostFormat;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.SoughtLead;
import io.leadgate.loop.Pieces;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.web.answer.Problem;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
  private final ManyUnstored unstored;

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
    this.unstored = new ManyUnstored(earlier, firstLeads);
  }

  Pieces<Future<Void>> store(LeadPost post, Admission.Take take, List<ParsedBody.Item> items) {
    if (post.idempotencyKey().isPresent()) {
      return Pieces.done(
          post.refuse(
              Refusal.INVALID_IDEMPOTENCY_KEY,
              post.format() == PostFormat.V2
                  ? "Each lead has a key of its own: its properties.reference, where its lead source has reference_is_key."
                  : "Each lead of an array has a key of its own: {\"idempotency_key\":…,\"fields\":{…}}."));
    }
    if (items.isEmpty()) {
      return Pieces.done(post.refuse(Refusal.INVALID_LEAD, "The array has no leads."));
    }
    post.countLeads(items.size());
    long ofDuplicates = items.size() * LeadWeight.ofDuplicate(take.destination());
    if (!post.draw(LeadWeight.of(items) + ofDuplicates)) {
      return Pieces.done(post.refuseForRoom());
    }
    return post.isTest() ? unstored.test(post, take, items) : storeAll(post, take, items);
  }

  private Pieces<Future<Void>> storeAll(
      LeadPost post, Admission.Take take, List<ParsedBody.Item> items) {
    return newLeads
        .all(post, take, items)
        .then(
            leads ->
                earlier
                    .ofBad(post, take, items)
                    .then(questions -> Pieces.done(storeAll(post, take, items, leads, questions))));
  }

  private Future<Void> storeAll(
      LeadPost post,
      Admission.Take take,
      List<ParsedBody.Item> items,
      List<Lead> leads,
      List<Optional<SoughtLead>> questions) {
    Future<List<LeadLook>> looks = earlier.look(questions);
    return sink.storeAll(leads)
        .compose(
            results -> looks.compose(found -> answer(post, take, items, leads, results, found)));
  }

  /** Answers the replays of an array to a campaign that takes no leads, and refuses the rest. */
  Pieces<Future<Void>> replay(
      LeadPost post, Admission.Take sender, List<ParsedBody.Item> items, Problem problem) {
    return unstored.replay(post, sender, items, problem);
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
        case ParsedLead.Bad bad -> answer.addReplayOr(looks.get(i), bad.cut(), bad.problem());
        case ParsedLead.Good good ->
            answer.add(nextLead.next(), good.cut(), nextResult.next(), nextTold);
      }
    }
    return answer.send();
  }
}
