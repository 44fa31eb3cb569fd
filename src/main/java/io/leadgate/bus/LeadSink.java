package io.leadgate.bus;

import io.leadgate.bus.Questions.Answer;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadLook;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.SoughtLead;
import io.leadgate.domain.Unanswered;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Sends leads and quarantined requests to the persistence, which commits them. A missing or late
 * answer is a result (503) and not a failure. Confined to one event loop.
 */
public final class LeadSink {

  private final Vertx vertx;
  private final IngestBus bus;
  private final TurnBatcher<Lead, IngestResult> batchedLeads;
  private final TurnBatcher<Lead, IngestResult> batchedKeyedLeads;

  public LeadSink(Vertx vertx, IngestBus bus) {
    this.vertx = vertx;
    this.bus = bus;
    this.batchedLeads = new TurnBatcher<>(vertx, bus.leads());
    this.batchedKeyedLeads = new TurnBatcher<>(vertx, bus.keyedLeads());
  }

  public Future<IngestResult> store(Lead lead) {
    TurnBatcher<Lead, IngestResult> lane = lead.isPlain() ? batchedLeads : batchedKeyedLeads;
    return lane.request(lead)
        .recover(failure -> unanswered(failure).map(IngestResult.Refused::new));
  }

  public Future<QuarantineResult> quarantine(QuarantinedRequest request) {
    return bus.quarantine()
        .request(request)
        .recover(failure -> unanswered(failure).map(QuarantineResult.NotKept::new));
  }

  /**
   * Quarantines the rejected duplicates of one request, as many of them as there is room for.
   *
   * @return the result of each duplicate, in their order
   */
  public Future<List<QuarantineResult>> quarantineDuplicates(List<QuarantinedRequest> duplicates) {
    return askAll(bus.duplicates(), duplicates, false, QuarantineResult.NotKept::new);
  }

  /**
   * Stores the leads of one request, and returns their results in the order of the leads. Plain
   * leads and the others go to different lanes; the results are complete when both lanes have
   * answered.
   */
  public Future<List<IngestResult>> storeAll(List<Lead> together) {
    Future<List<IngestResult>> plain = storeAll(bus.leads(), together, Lead::isPlain);
    Future<List<IngestResult>> keyed =
        storeAll(bus.keyedLeads(), together, lead -> !lead.isPlain());
    return plain.compose(ofPlain -> keyed.map(ofOthers -> inOrder(together, ofPlain, ofOthers)));
  }

  private Future<List<IngestResult>> storeAll(
      BusAddress<Questions<Lead, IngestResult>, List<Answer<IngestResult>>> lane,
      List<Lead> together,
      Predicate<Lead> belongsToLane) {
    List<Lead> some = together.stream().filter(belongsToLane).toList();
    return askAll(lane, some, true, IngestResult.Refused::new);
  }

  /**
   * Asks the questions in one request, and returns the answers in the order of the questions.
   *
   * @param areOne whether all questions are refused if some of them must be refused
   */
  private <Q, A> Future<List<A>> askAll(
      BusAddress<Questions<Q, A>, List<Answer<A>>> lane,
      List<Q> questions,
      boolean areOne,
      Function<Refusal, A> refused) {
    if (questions.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    Gathered<A> gathered = new Gathered<>(questions.size());
    lane.request(new Questions<>(vertx.getOrCreateContext(), questions, areOne, gathered::take))
        .onComplete(
            gathered::take,
            failure ->
                unanswered(failure)
                    .map(refused)
                    .onComplete(gathered::completeWith, gathered.all::tryFail));
    return gathered.all.future();
  }

  /**
   * Gathers the answers of a request until there are all. An early answer stands, also if the reply
   * never comes, because its lead is stored.
   */
  private static final class Gathered<A> {
    private final Promise<List<A>> all = Promise.promise();
    private final List<Answer<A>> some = new ArrayList<>();
    private final int count;

    Gathered(int count) {
      this.count = count;
    }

    void take(List<Answer<A>> more) {
      some.addAll(more);
      if (some.size() == count) {
        some.sort(Comparator.comparingInt(Answer::place));
        all.tryComplete(some.stream().map(Answer::answer).toList());
      }
    }

    /** Ends the gathering, with this answer to each question that has none. */
    void completeWith(A missing) {
      List<A> answers = new ArrayList<>(Collections.nCopies(count, missing));
      some.forEach(each -> answers.set(each.place(), each.answer()));
      all.tryComplete(answers);
    }
  }

  private static List<IngestResult> inOrder(
      List<Lead> together, List<IngestResult> ofPlain, List<IngestResult> ofOthers) {
    Iterator<IngestResult> plain = ofPlain.iterator();
    Iterator<IngestResult> others = ofOthers.iterator();
    return together.stream().map(lead -> (lead.isPlain() ? plain : others).next()).toList();
  }

  /**
   * Looks for the earlier leads of leads that are not stored.
   *
   * @return the look for each lead, in the order of the leads
   */
  public Future<List<LeadLook>> look(List<SoughtLead> leads) {
    return askAll(bus.looks(), leads, true, LeadLook.Failed::new);
  }

  private static Future<Refusal> unanswered(Throwable failure) {
    return failure instanceof Unanswered
        ? Future.succeededFuture(Refusal.STORAGE_UNAVAILABLE)
        : Future.failedFuture(failure);
  }
}
