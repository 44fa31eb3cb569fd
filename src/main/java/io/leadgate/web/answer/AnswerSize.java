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
 * Reads and sends lists, which may be large. The weight of a page of the greatest length is drawn
 * from the budget while it is read and written out; the edge weighs the rest that the caller has
 * not taken yet. Single items draw nothing while they are read, because no more of them are in
 * memory than there are connections that read. Confined to one event loop.
 */
public final class AnswerSize {

  private final Draws draws;
  private final Share share;
  private final long pageWeight;

  /**
   * @param share of the callers that ask for lists
   * @param pageBytes of the largest page
   * @param budgetBytes of the whole process; a page that does not fit into the share is read while
   *     little else of that share is under way
   */
  public AnswerSize(Draws draws, Share share, long pageBytes, long budgetBytes) {
    this.draws = draws;
    this.share = share;
    this.pageWeight = Math.min(Weight.LIST * pageBytes, share.bytesOf(budgetBytes) / 4 * 3);
  }

  /**
   * Answers 200 with a list.
   *
   * @param read is asked where there is room for a list of any length
   * @param list of what was read; empty where it has answered something else itself
   */
  public <T> void answer(
      RoutingContext context, Supplier<Future<T>> read, Function<T, Optional<ObjectNode>> list) {
    Draw draw = draws.open(share);
    if (!draw.add(pageWeight)) {
      Problem.of(Refusal.OVERLOADED, "Too many lists are being read; ask again in a moment.")
          .send(context.response());
      return;
    }
    Respond.when(
        read.get().onFailure(failed -> draw.close()),
        context,
        found -> {
          try {
            list.apply(found).ifPresent(json -> Json.send(context.response(), 200, json));
          } finally {
            draw.close();
          }
        });
  }
}
