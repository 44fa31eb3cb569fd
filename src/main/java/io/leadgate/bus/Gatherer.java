package io.leadgate.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends all that is asked in one turn of the event loop as one request. A request on the bus costs
 * a timer, an address for its reply and a wake-up of another thread; under load that was a fifth of
 * a lead's CPU time. Nothing waits for it: the turn is over in any case. Belongs to one event loop.
 */
final class Gatherer<Q, A> {

  private final Vertx vertx;
  private final Address<List<Q>, List<A>> address;
  private List<Q> questions = new ArrayList<>();
  private List<Promise<A>> answers = new ArrayList<>();

  Gatherer(Vertx vertx, Address<List<Q>, List<A>> address) {
    this.vertx = vertx;
    this.address = address;
  }

  /** Fails with a {@code ReplyException} when nobody is there or the reply is too late. */
  Future<A> request(Q question) {
    Promise<A> answer = Promise.promise();
    questions.add(question);
    answers.add(answer);
    if (questions.size() == 1) {
      vertx.runOnContext(turnIsOver -> send());
    }
    return answer.future();
  }

  private void send() {
    List<Promise<A>> waiting = answers;
    List<Q> gathered = questions;
    questions = new ArrayList<>();
    answers = new ArrayList<>();
    address
        .request(vertx, gathered)
        .onSuccess(
            results -> {
              for (int i = 0; i < waiting.size(); i++) {
                waiting.get(i).complete(results.get(i));
              }
            })
        .onFailure(failure -> waiting.forEach(answer -> answer.fail(failure)));
  }
}
