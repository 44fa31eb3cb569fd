package io.leadgate.web.answer;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/**
 * Answers a request when an asynchronous step is done. Hands a failure of the step, and an
 * exception of the answer, to the router, because Vert.x would only log them and the caller would
 * wait forever.
 */
public final class Respond {

  private Respond() {}

  public static <T> void when(Future<T> step, RoutingContext context, Consumer<T> answer) {
    step.onComplete(
        (value, failure) -> {
          if (failure != null) {
            context.fail(failure);
            return;
          }
          try {
            answer.accept(value);
          } catch (RuntimeException e) {
            context.fail(e);
          }
        });
  }
}
