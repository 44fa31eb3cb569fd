package io.leadgate.web.answer;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Draws;
import io.leadgate.budget.Share;
import io.leadgate.budget.Weight;
import io.leadgate.domain.Refusal;
import io.leadgate.loop.Turns;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.shareddata.Lock;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;
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

  /** A caller's turn for a list, which lasts until the answer is sent. */
  public static final class Turn {
    private final Lock lock;
    private boolean isSending;

    private Turn(RoutingContext context, Lock lock) {
      this.lock = lock;
      context.addEndHandler(ended -> answered());
    }

    /** Ends the turn if the answer is no page, or if the connection is closed before the answer. */
    private void answered() {
      if (!isSending) {
        lock.release();
      }
    }

    private void send(HttpServerResponse response, Buffer page) {
      isSending = true;
      Json.send(response, page).onComplete(sent -> lock.release());
    }
  }

  /**
   * Waits for a turn of the caller, or answers 503 if that takes too long.
   *
   * @param use answers the request; judges a token again, because the wait may be long
   */
  public void inTurn(RoutingContext context, String caller, Consumer<Turn> use) {
    CallerTurns.take(context.vertx(), caller)
        .onComplete(
            lock -> {
              if (context.response().closed()) {
                lock.release();
                return;
              }
              Turn turn = new Turn(context, lock);
              try {
                use.accept(turn);
              } catch (RuntimeException e) {
                context.fail(e);
              }
            },
            late ->
                Problem.of(
                        Refusal.OVERLOADED,
                        "Other lists of this caller are in progress; ask again in a moment.")
                    .send(context.response()));
  }

  /**
   * Answers with a list when the caller's turn has come. For callers that need not be judged again.
   *
   * @see #answer(RoutingContext, Turn, Supplier, Function)
   */
  public <T> void answer(
      RoutingContext context,
      String caller,
      Supplier<Future<T>> read,
      Function<T, Optional<Page>> list) {
    inTurn(context, caller, turn -> answer(context, turn, read, list));
  }

  /**
   * Answers 200 with a list, or 503 if the budget has no room for a page.
   *
   * @param read reads the list; called only if there is room
   * @param list makes the page of the result; empty if it has answered the request itself
   */
  public <T> void answer(
      RoutingContext context,
      Turn turn,
      Supplier<Future<T>> read,
      Function<T, Optional<Page>> list) {
    Draw draw = draws.open(share);
    if (!draw.add(pageWeight)) {
      refuse(context);
      return;
    }
    Future<Optional<Buffer>> answer =
        Future.<T>succeededFuture()
            .compose(room -> read.get())
            .map(list)
            .compose(page -> written(context, page));
    // Before the answer is sent: the edge weighs it then, and the caller's next list may begin.
    answer.onComplete(answered -> draw.close());
    Respond.when(
        answer, context, page -> page.ifPresent(bytes -> turn.send(context.response(), bytes)));
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
