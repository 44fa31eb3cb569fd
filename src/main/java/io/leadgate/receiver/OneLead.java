package io.leadgate.receiver;

import io.leadgate.bus.LeadSink;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.LeadLook;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.web.answer.Problem;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stores a good lead that came alone, and answers when the lead is committed: with 201 for a new
 * lead, and with 200 for a replayed lead. A lead that would be refused is a replay too, if its key
 * is known. A rejected duplicate goes into the quarantine. Answers a test with 200 and stores
 * nothing. Confined to one event loop.
 */
public final class OneLead {

  private final NewLeads leads;
  private final EarlierLeads earlier;
  private final LeadSink sink;
  private final FirstLeads firstLeads;
  private final DuplicateIntake duplicates;

  public OneLead(
      NewLeads leads,
      EarlierLeads earlier,
      LeadSink sink,
      FirstLeads firstLeads,
      DuplicateIntake duplicates) {
    this.leads = leads;
    this.earlier = earlier;
    this.sink = sink;
    this.firstLeads = firstLeads;
    this.duplicates = duplicates;
  }

  Future<Void> store(LeadPost post, Admission.Take take, ParsedLead.Good good) {
    if (hasBadKey(post)) {
      return post.refuse(ParsedLead.Bad.badKey().problem());
    }
    if (post.isTest()) {
      return earlier
          .ofTest(post, take, good, key(post))
          .compose(found -> answerTest(post, take, found));
    }
    Lead lead = leads.one(post, take, good, key(post));
    return sink.store(lead).compose(result -> answer(post, take, lead, result));
  }

  /** Answers a lead that is to be refused: with the first answer if its key is known. */
  Future<Void> replayOrRefuse(
      LeadPost post, Admission.Take sender, ParsedLead lead, Problem problem) {
    if (earlier.needsFields(post, sender) && !post.draw(LeadWeight.of(lead))) {
      return post.refuseForRoom();
    }
    return (hasBadKey(post)
            ? Future.succeededFuture(LeadLook.NOT_FOUND)
            : earlier.ofRefused(post, sender, lead, key(post)))
        .compose(
            found ->
                switch (found) {
                  case LeadLook.Known first ->
                      post.isTest()
                          ? answerTest(post, sender, found)
                          : replay(post, sender, first.id(), first.receivedAt());
                  case LeadLook.Failed failed -> refuse(post, failed.refusal());
                  case LeadLook.NotFound none -> post.refuse(problem);
                  case LeadLook.OfAnotherLead reused -> post.refuse(problem);
                  case LeadLook.Duplicate duplicate -> post.refuse(problem);
                });
  }

  private static boolean hasBadKey(LeadPost post) {
    return post.idempotencyKey().isPresent() && (key(post).isEmpty() || post.hasSeveralKeys());
  }

  private static Optional<String> key(LeadPost post) {
    return post.idempotencyKey().flatMap(IdempotencyKey::parse);
  }

  private Future<Void> answerTest(LeadPost post, Admission.Take sender, LeadLook found) {
    return switch (found) {
      case LeadLook.NotFound none -> LeadReceipt.tested(post, "");
      case LeadLook.Known first ->
          memberOfReplay(sender, first.id())
              .compose(
                  member -> LeadReceipt.testReplayed(post, first.id(), first.receivedAt(), member));
      case LeadLook.OfAnotherLead reused -> refuse(post, Refusal.IDEMPOTENCY_KEY_REUSED);
      case LeadLook.Duplicate duplicate ->
          firstLeads
              .knownTo(sender, Set.of(duplicate.first()))
              .compose(known -> answerTest(post, sender, duplicate, known));
      case LeadLook.Failed failed -> refuse(post, failed.refusal());
    };
  }

  private static Future<Void> answerTest(
      LeadPost post, Admission.Take sender, LeadLook.Duplicate duplicate, Set<LeadId> known) {
    return duplicate.rejects()
        ? post.refuse(new DuplicateProblem(duplicate.first(), duplicate.set(), known).ofTest())
        : LeadReceipt.tested(post, LeadReceipt.duplicateOf(sender, duplicate.first(), known));
  }

  private Future<Void> answer(LeadPost post, Admission.Take take, Lead lead, IngestResult result) {
    return switch (result) {
      case IngestResult.Stored stored ->
          stored.duplicateOf().isEmpty()
              ? LeadReceipt.stored(post, lead.id(), lead.receivedAt(), "")
              : answerFlagged(post, take, lead, stored.duplicateOf().get());
      case IngestResult.Replayed first -> replay(post, take, first.id(), first.receivedAt());
      case IngestResult.Duplicate duplicate -> reject(post, take, lead, duplicate);
      case IngestResult.Refused refused -> refuse(post, refused.refusal());
    };
  }

  private Future<Void> answerFlagged(LeadPost post, Admission.Take take, Lead lead, LeadId first) {
    return memberOf(take, first)
        .compose(member -> LeadReceipt.stored(post, lead.id(), lead.receivedAt(), member));
  }

  private Future<Void> replay(LeadPost post, Admission.Take sender, LeadId id, Instant receivedAt) {
    return memberOfReplay(sender, id)
        .compose(member -> LeadReceipt.replayed(post, id, receivedAt, member));
  }

  /** The member of the first answer that says of which lead the lead is a duplicate. */
  private Future<String> memberOfReplay(Admission.Take sender, LeadId id) {
    return firstLeads
        .firstOf(sender, id)
        .compose(
            first ->
                first
                    .map(earlierLead -> memberOf(sender, earlierLead))
                    .orElseGet(() -> Future.succeededFuture("")));
  }

  private Future<String> memberOf(Admission.Take sender, LeadId first) {
    return firstLeads
        .knownTo(sender, Set.of(first))
        .map(known -> LeadReceipt.duplicateOf(sender, first, known));
  }

  private Future<Void> reject(
      LeadPost post, Admission.Take take, Lead lead, IngestResult.Duplicate duplicate) {
    DuplicateIntake.Rejected rejected =
        new DuplicateIntake.Rejected(lead, post.idempotencyKey(), duplicate);
    return firstLeads
        .knownTo(take, Set.of(duplicate.first()))
        .compose(known -> duplicates.keep(post, List.of(rejected), known))
        .map(List::getFirst)
        .compose(told -> post.refuse(told.problem(), told.outcome()));
  }

  private static Future<Void> refuse(LeadPost post, Refusal refusal) {
    return post.refuse(Problem.of(refusal));
  }
}
