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
final class TurnBatcher<Q, A> {

  private final Vertx vertx;
  private final BusAddress<List<Q>, List<A>> address;
  private final List<Q> questions = new ArrayList<>();
  private Promise<List<A>> answers = Promise.promise();

  TurnBatcher(Vertx vertx, BusAddress<List<Q>, List<A>> address) {
    this.vertx = vertx;
    this.address = address;
  }

  /** Fails with a {@code ReplyException} when nobody is there or the reply is too late. */
  Future<A> request(Q question) {
    int place = questions.size();
    questions.add(question);
    if (place == 0) {
      vertx.runOnContext(turnIsOver -> send());
    }
    return answers.future().map(all -> all.get(place));
  }

  private void send() {
    List<Q> gathered = List.copyOf(questions);
    Promise<List<A>> waiting = answers;
    questions.clear();
    answers = Promise.promise();
    address.request(vertx, gathered).onComplete(waiting);
  }
}
