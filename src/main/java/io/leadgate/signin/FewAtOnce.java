package io.leadgate.signin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Lets a few requests to the identity provider be under way at once. Some more wait for a short
 * time, and all others fail at once, because anybody may begin a sign-in and send made-up codes.
 * Confined to one event loop.
 */
final class FewAtOnce {

  /** Fewer than the connections of the library's client, so that no request waits there. */
  private static final int UNDER_WAY_MAX = 4;

  private static final int WAITING_MAX = 16;
  private static final Duration WAIT_MAX = Duration.ofSeconds(5);

  private static final String TOO_MANY = "too many sign-ins at once";

  private final Vertx vertx;
  private final Queue<Promise<Void>> waiting = new ArrayDeque<>();
  private int underWay;

  FewAtOnce(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Begins the step when it is its turn. Fails with {@link ProviderAway} if it had none. */
  <T> Future<T> run(Supplier<Future<T>> step) {
    if (underWay < UNDER_WAY_MAX) {
      underWay++;
      return begin(step);
    }
    if (waiting.size() >= WAITING_MAX) {
      return Future.failedFuture(new ProviderAway(TOO_MANY));
    }
    Promise<Void> turn = Promise.promise();
    waiting.add(turn);
    long timer =
        vertx.setTimer(
            WAIT_MAX.toMillis(),
            late -> {
              if (waiting.remove(turn)) {
                turn.fail(new ProviderAway(TOO_MANY));
              }
            });
    return turn.future()
        .compose(
            begun -> {
              vertx.cancelTimer(timer);
              return begin(step);
            });
  }

  /** The step has its place already. */
  private <T> Future<T> begin(Supplier<Future<T>> step) {
    return Future.succeededFuture()
        .compose(begun -> step.get())
        .andThen((result, failure) -> end());
  }

  /** Hands the place on, so that no later step takes it before those that wait. */
  private void end() {
    Promise<Void> next = waiting.poll();
    if (next == null) {
      underWay--;
    } else {
      next.complete();
    }
  }
}
