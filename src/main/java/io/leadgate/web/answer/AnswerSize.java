package io.leadgate.web.answer;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Draws;
import io.leadgate.budget.Share;
import io.leadgate.budget.Weight;
import io.leadgate.domain.Refusal;
import io.leadgate.loop.Turns;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Bounds the memory that lists take while they are read and written, and the time for which they
 * hold the event loop. The weight of the largest page is drawn from the budget until the answer is
 * written; from then on the edge weighs the bytes that the caller has not read. Single items draw
 * nothing while they are read, because at most one item per connection is in memory. Confined to
 * one event loop.
 */
public final class AnswerSize {

  private final Draws draws;
  private final Turns turns;
  private final Share share;
  private final long pageWeight;

  /**
   * @param turns the turns in which pages are written
   * @param share the share of the callers that ask for lists
   * @param pageBytes the size of the largest page
   * @param budgetBytes the budget of the whole process; a page that is larger than the share is
   *     read while little else of that share is in use
   */
  public AnswerSize(Draws draws, Turns turns, Share share, long pageBytes, long budgetBytes) {
    this.draws = draws;
    this.turns = turns;
    this.share = share;
    this.pageWeight = Math.min(Weight.LIST * pageBytes, share.bytesOf(budgetBytes) / 4 * 3);
  }

  /**
   * Answers 200 with a list, or 503 if the budget has no room for a page.
   *
   * @param read reads the list; called only if there is room
   * @param list makes the page of the result; empty if it has answered the request itself
   */
  public <T> void answer(
      RoutingContext context, Supplier<Future<T>> read, Function<T, Optional<Page>> list) {
    var unused = answerAndTell(context, read, list);
  }

  /**
   * Answers like {@link #answer}.
   *
   * @return completes when the answer has been sent, or the connection is closed
   */
  public <T> Future<Void> answerAndTell(
      RoutingContext context, Supplier<Future<T>> read, Function<T, Optional<Page>> list) {
    Draw draw = draws.open(share);
    if (!draw.add(pageWeight)) {
      refuse(context);
      return Future.succeededFuture();
    }
    Future<Future<Void>> answer =
        read.get()
            .map(list)
            .compose(page -> written(context, page))
            .map(page -> send(context, page));
    // Closes the draw when the answer is handed over, because the edge weighs it from then on.
    Respond.when(answer.eventually(() -> closed(draw)), context, handedOver -> {});
    return answer.compose(sent -> sent).otherwiseEmpty();
  }

  private static Future<Void> closed(Draw draw) {
    draw.close();
    return Future.succeededFuture();
  }

  private static Future<Void> send(RoutingContext context, Optional<Buffer> page) {
    return page.map(bytes -> Json.send(context.response(), bytes))
        .orElseGet(Future::succeededFuture);
  }

  /** Writes a page; empty if the request is answered already. */
  private Future<Optional<Buffer>> written(RoutingContext context, Optional<Page> page) {
    if (page.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return turns
        .run(share, page.get().write())
        .map(Optional::of)
        .recover(
            failure -> {
              if (failure instanceof Turns.TooLate) {
                refuse(context);
                return Future.succeededFuture(Optional.empty());
              }
              return Future.failedFuture(failure);
            });
  }

  private static void refuse(RoutingContext context) {
    Problem.of(Refusal.OVERLOADED, "Too many lists are being read; ask again in a moment.")
        .send(context.response());
  }
}
