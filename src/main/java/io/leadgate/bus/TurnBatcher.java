package io.leadgate.bus;

import io.leadgate.bus.Questions.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends all questions of one event-loop turn in one bus request. A bus request costs a timer, a
 * reply address and a wake-up of another thread, which under load is a fifth of a lead's CPU time.
 * No question is delayed, because the turn ends in any case, and each question is answered as soon
 * as its own answer is known. Confined to one event loop.
 */
final class TurnBatcher<Q, A> {

  private final Vertx vertx;
  private final BusAddress<Questions<Q, A>, List<Answer<A>>> address;
  private List<Q> questions = new ArrayList<>();
  private Turn<A> turn = new Turn<>();

  TurnBatcher(Vertx vertx, BusAddress<Questions<Q, A>, List<Answer<A>>> address) {
    this.vertx = vertx;
    this.address = address;
  }

  /** A promise for each question of a turn. */
  private static final class Turn<A> {
    private final List<Promise<A>> answers = new ArrayList<>();

    void take(List<Answer<A>> some) {
      some.forEach(each -> answers.get(each.place()).tryComplete(each.answer()));
    }

    void fail(Throwable failure) {
      answers.forEach(answer -> answer.tryFail(failure));
    }
  }

  /** Adds a question to the request of this turn. Fails as {@link BusAddress#request} does. */
  Future<A> request(Q question) {
    if (questions.isEmpty()) {
      vertx.runOnContext(turnIsOver -> send());
    }
    Promise<A> answer = Promise.promise();
    questions.add(question);
    turn.answers.add(answer);
    return answer.future();
  }

  private void send() {
    Turn<A> sent = turn;
    turn = new Turn<>();
    List<Q> asked = questions;
    questions = new ArrayList<>();
    address
        .request(new Questions<>(vertx.getOrCreateContext(), asked, false, sent::take))
        .onComplete(sent::take, sent::fail);
  }
}
