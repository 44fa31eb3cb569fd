package io.leadgate.receiver;

import io.leadgate.domain.LeadId;
import io.leadgate.domain.LeadLook;
import io.leadgate.loop.Pieces;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.web.answer.Problem;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Answers arrays of which no lead is stored: tests, and arrays to a campaign that takes no leads.
 * Each result is made of a look at earlier leads. Confined to one event loop.
 */
final class ManyUnstored {

  private final EarlierLeads earlier;
  private final FirstLeads firstLeads;

  ManyUnstored(EarlierLeads earlier, FirstLeads firstLeads) {
    this.earlier = earlier;
    this.firstLeads = firstLeads;
  }

  /** Answers a test, whose room is drawn. */
  Pieces<Future<Void>> test(LeadPost post, Admission.Take take, List<ParsedBody.Item> items) {
    return earlier
        .ofTest(post, take, items)
        .then(
            questions ->
                Pieces.done(
                    earlier
                        .look(questions)
                        .compose(looks -> answerTest(post, take, items, looks))));
  }

  /** Answers the replays of an array to a campaign that takes no leads, and refuses the rest. */
  Pieces<Future<Void>> replay(
      LeadPost post, Admission.Take sender, List<ParsedBody.Item> items, Problem problem) {
    if (post.idempotencyKey().isPresent() || items.isEmpty()) {
      return Pieces.done(post.refuse(problem));
    }
    post.countLeads(items.size());
    if (!post.draw(LeadWeight.of(items))) {
      return Pieces.done(post.refuseForRoom());
    }
    return earlier
        .ofRefused(post, sender, items)
        .then(
            questions ->
                Pieces.done(
                    earlier
                        .look(questions)
                        .compose(found -> answerReplays(post, sender, items, found, problem))));
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
                  case ParsedLead.Bad bad ->
                      answer.addReplayOr(looks.get(i), bad.cut(), bad.problem());
                  case ParsedLead.Good good -> answer.addTested(looks.get(i), good.cut());
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
      answer.addReplayOr(looks.get(i), items.get(i).lead().cut(), problem);
    }
    return answer.hasOnlyRejected() ? post.refuse(problem) : answer.send();
  }
}
