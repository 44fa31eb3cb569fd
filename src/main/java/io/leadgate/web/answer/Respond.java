package io.leadgate.web.answer;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/**
 * Answers a request when an asynchronous step is done. What fails, or is thrown while answering, is
 * handed to the router: Vert.x would only log it, and the caller would wait for an answer for good.
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
