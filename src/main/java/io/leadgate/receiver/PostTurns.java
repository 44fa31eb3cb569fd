package io.leadgate.receiver;

import io.leadgate.budget.Share;
import io.leadgate.domain.Refusal;
import io.leadgate.loop.Pieces;
import io.leadgate.loop.Turns;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** Bounds the time for which long posts hold the event loop. Confined to one event loop. */
public final class PostTurns {

  private final Turns turns;

  public PostTurns(Turns turns) {
    this.turns = turns;
  }

  /** Answers a post in pieces, or refuses it if too many others wait. */
  Future<Void> run(LeadPost post, Share share, Pieces<Future<Void>> answer) {
    return run(
        share,
        answer,
        answered -> answered,
        () ->
            post.refuse(Refusal.OVERLOADED, "Too many long requests are waiting; send it again."));
  }

  /**
   * Does work in pieces and then answers a post.
   *
   * @param answer answers the post; called only when the work is done
   * @param refusal refuses the post if too many others wait
   */
  <T> Future<Void> run(
      Share share,
      Pieces<T> work,
      Function<T, Future<Void>> answer,
      Supplier<Future<Void>> refusal) {
    return turns
        .run(share, work)
        .map(answer)
        .recover(
            failure ->
                failure instanceof Turns.TooLate
                    ? Future.succeededFuture(refusal.get())
                    : Future.failedFuture(failure))
        .compose(answered -> answered);
  }
}
