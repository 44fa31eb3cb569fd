package io.leadgate.web.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.budget.Draw;
import io.leadgate.budget.Draws;
import io.leadgate.budget.Share;
import io.leadgate.budget.Weight;
import io.leadgate.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Bounds the memory that lists take while they are read and written. The weight of the largest page
 * is drawn from the budget until the answer is written; from then on the edge weighs the bytes that
 * the caller has not read. Single items draw nothing while they are read, because at most one item
 * per connection is in memory. Confined to one event loop.
 */
public final class AnswerSize {

  private final Draws draws;
  private final Share share;
  private final long pageWeight;

  /**
   * @param share the share of the callers that ask for lists
   * @param pageBytes the size of the largest page
   * @param budgetBytes the budget of the whole process; a page that is larger than the share is
   *     read while little else of that share is in use
   */
  public AnswerSize(Draws draws, Share share, long pageBytes, long budgetBytes) {
    this.draws = draws;
    this.share = share;
    this.pageWeight = Math.min(Weight.LIST * pageBytes, share.bytesOf(budgetBytes) / 4 * 3);
  }

  /**
   * Answers 200 with a list, or 503 if the budget has no room for a page.
   *
   * @param read reads the list; called only if there is room
   * @param list makes the answer's JSON of the result; empty if it has answered the request itself
   */
  public <T> void answer(
      RoutingContext context, Supplier<Future<T>> read, Function<T, Optional<ObjectNode>> list) {
    var unused = answerAndTell(context, read, list);
  }

  /**
   * Answers like {@link #answer}.
   *
   * @return completes when the list is read, also if it could not be read or there was no room
   */
  public <T> Future<Void> answerAndTell(
      RoutingContext context, Supplier<Future<T>> read, Function<T, Optional<ObjectNode>> list) {
    Draw draw = draws.open(share);
    if (!draw.add(pageWeight)) {
      Problem.of(Refusal.OVERLOADED, "Too many lists are being read; ask again in a moment.")
          .send(context.response());
      return Future.succeededFuture();
    }
    Future<T> result = read.get().onFailure(failed -> draw.close());
    Respond.when(
        result,
        context,
        found -> {
          try {
            list.apply(found).ifPresent(json -> Json.send(context.response(), 200, json));
          } finally {
            draw.close();
          }
        });
    return result.<Void>mapEmpty().otherwiseEmpty();
  }
}
