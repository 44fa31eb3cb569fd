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
          .compose(found -> answerTest(post, take, found, good.cut()));
    }
    Lead lead = leads.one(post, take, good, key(post));
    return sink.store(lead).compose(result -> answer(post, take, lead, good.cut(), result));
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
                          ? answerTest(post, sender, found, lead.cut())
                          : replay(post, sender, first.id(), first.receivedAt(), lead.cut());
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

  private Future<Void> answerTest(
      LeadPost post, Admission.Take sender, LeadLook found, List<String> cut) {
    return switch (found) {
      case LeadLook.NotFound none -> post.accept(LeadReceipt.tested(post, cut));
      case LeadLook.Known first -> replay(post, sender, first.id(), first.receivedAt(), cut);
      case LeadLook.OfAnotherLead reused -> refuse(post, Refusal.IDEMPOTENCY_KEY_REUSED);
      case LeadLook.Duplicate duplicate ->
          firstLeads
              .knownTo(sender, Set.of(duplicate.first()))
              .compose(known -> answerTest(post, sender, duplicate, known, cut));
      case LeadLook.Failed failed -> refuse(post, failed.refusal());
    };
  }

  private static Future<Void> answerTest(
      LeadPost post,
      Admission.Take sender,
      LeadLook.Duplicate duplicate,
      Set<LeadId> known,
      List<String> cut) {
    return duplicate.rejects()
        ? post.refuse(new DuplicateProblem(duplicate.first(), duplicate.set(), known).ofTest())
        : post.accept(LeadReceipt.tested(post, cut).duplicateOf(sender, duplicate.first(), known));
  }

  private Future<Void> answer(
      LeadPost post, Admission.Take take, Lead lead, List<String> cut, IngestResult result) {
    return switch (result) {
      case IngestResult.Stored stored ->
          accept(
              post,
              take,
              LeadReceipt.stored(lead.id(), lead.receivedAt(), cut),
              stored.duplicateOf());
      case IngestResult.Replayed first -> replay(post, take, first.id(), first.receivedAt(), cut);
      case IngestResult.Duplicate duplicate -> reject(post, take, lead, duplicate);
      case IngestResult.Refused refused -> refuse(post, refused.refusal());
    };
  }

  /** Answers as the first time, also about the lead of which the lead is a duplicate. */
  private Future<Void> replay(
      LeadPost post, Admission.Take sender, LeadId id, Instant receivedAt, List<String> cut) {
    return firstLeads
        .firstOf(sender, id)
        .compose(first -> accept(post, sender, LeadReceipt.replayed(id, receivedAt, cut), first));
  }

  private Future<Void> accept(
      LeadPost post, Admission.Take sender, LeadReceipt receipt, Optional<LeadId> duplicateOf) {
    if (duplicateOf.isEmpty()) {
      return post.accept(receipt);
    }
    LeadId first = duplicateOf.get();
    return firstLeads
        .knownTo(sender, Set.of(first))
        .compose(known -> post.accept(receipt.duplicateOf(sender, first, known)));
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
