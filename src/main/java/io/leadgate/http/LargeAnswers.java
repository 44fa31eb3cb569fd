package io.leadgate.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Slice;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads and sends lists, which may be large, and bounds all of them together, from before one is
 * read until its last byte was taken: callers who ask and do not read cannot fill the memory. One a
 * verticle; what it counts belongs to that event loop.
 */
public final class LargeAnswers {

  private final Vertx vertx;
  private final long bytesMax;
  private final Duration sendingMax;
  private long bytesUnderWay;

  /**
   * @param bytesMax past it a list is refused, unless it is the only one
   * @param sendingMax how long a caller may take to take one; past it its connection is closed
   */
  public LargeAnswers(Vertx vertx, long bytesMax, Duration sendingMax) {
    this.vertx = vertx;
    this.bytesMax = bytesMax;
    this.sendingMax = sendingMax;
  }

  /**
   * Answers 200 with a list.
   *
   * @param read is asked where there is room for a list of any length
   * @param list of what was read; empty where it has answered something else itself
   */
  public <T> void answer(
      RoutingContext context, Supplier<Future<T>> read, Function<T, Optional<ObjectNode>> list) {
    if (bytesUnderWay > 0 && bytesUnderWay + Slice.BYTES_MAX > bytesMax) {
      Problem.of(Refusal.OVERLOADED, "Too many lists are being read; ask again in a moment.")
          .send(context.response());
      return;
    }
    Future<T> reading = read.get();
    bytesUnderWay += Slice.BYTES_MAX;
    reading.onComplete(done -> bytesUnderWay -= Slice.BYTES_MAX);
    Respond.when(
        reading, context, found -> list.apply(found).ifPresent(json -> send(context, json)));
  }

  private void send(RoutingContext context, ObjectNode json) {
    Buffer body = Buffer.buffer(json.toString());
    Future<Void> sent = Json.send(context.response(), body);
    if (!sent.isComplete()) {
      bytesUnderWay += body.length();
      long timer =
          vertx.setTimer(sendingMax.toMillis(), late -> context.request().connection().close());
      sent.onComplete(
          done -> {
            vertx.cancelTimer(timer);
            bytesUnderWay -= body.length();
          });
    }
  }
}
