package io.leadgate.web.body;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Weight;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.edge.HttpFault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one body. Nearly every body comes in one piece, which is passed on without a copy. Confined
 * to one event loop.
 */
final class BodyReading {
  private final HttpServerRequest request;
  private final Draw draw;
  private final Consumer<BodyReading> over;
  private final long declared;
  private final long began = System.nanoTime();
  private BodyBound bound;
  private @Nullable Buffer gathered;

  /**
   * The promise of the body. Empty when the reading has ended, because otherwise the request would
   * keep the body in memory until the answer.
   */
  private Optional<Promise<Body.Uncoded>> done = Optional.of(Promise.promise());

  /** The part of the draw that this body accounts for, in bytes. */
  private long drawn;

  /**
   * @param draw grows by the bytes that the body holds
   * @param over called when the reading has ended
   */
  BodyReading(HttpServerRequest request, BodyBound bound, Draw draw, Consumer<BodyReading> over) {
    this.request = request;
    this.bound = bound;
    this.draw = draw;
    this.over = over;
    this.declared = declaredLength(request);
  }

  /** The body; fails with {@link Body.BrokenOff}. Must be called before {@link #begin}. */
  Future<Body.Uncoded> body() {
    return done.orElseThrow().future();
  }

  boolean isOlder(long now, Duration timeMax) {
    return now - began > timeMax.toNanos();
  }

  void begin(Vertx vertx) {
    if (request.response().closed() || Edge.isTurnedAway(request.connection())) {
      // Vert.x reports only once that a caller went away, and did so while the request was paused.
      vertx.runOnContext(read -> breakOff());
      return;
    }
    if (declared > bound.bytesMax()) {
      giveUp(Body.Unread.tooLarge(bound.bytesMax()));
      return;
    }
    Edge.wantBody(request.connection());
    if (isContinueExpected()) {
      request.response().writeContinue();
    }
    request.handler(this::add).exceptionHandler(this::failed).endHandler(ended -> end()).resume();
  }

  private boolean isContinueExpected() {
    return request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)
        && request.version() != HttpVersion.HTTP_1_0;
  }

  private void add(Buffer piece) {
    if (done.isEmpty()) {
      return; // The reading has ended meanwhile.
    }
    bound = bound.after(piece);
    int length = length() + piece.length();
    if (Math.max(declared, length) > bound.bytesMax()) {
      giveUp(Body.Unread.tooLarge(bound.bytesMax()));
    } else if (!draw(length)) {
      giveUp(Body.Unread.noRoom());
    } else {
      keep(piece);
    }
  }

  /**
   * Draws the weight of the bytes that have come, and returns whether there was room. From the
   * second piece on the weight is twice as much, because the buffer of the pieces grows by
   * doubling.
   */
  private boolean draw(int length) {
    long weight = gathered == null ? Weight.bytes(length) : 2 * Weight.bytes(length);
    if (weight > drawn && !draw.add(weight - drawn)) {
      return false;
    }
    drawn = Math.max(drawn, weight);
    return true;
  }

  private void keep(Buffer piece) {
    gathered = gathered == null ? piece : gathered.appendBuffer(piece);
  }

  private void end() {
    Buffer whole = gathered;
    letGo();
    complete(promise -> promise.complete(new Body.Whole(whole == null ? Buffer.buffer() : whole)));
  }

  private void failed(Throwable cause) {
    if (cause instanceof HttpFault fault) {
      giveUp(new Body.Unread(fault.refusal(), fault.detail()));
    } else {
      breakOff();
    }
  }

  private void breakOff() {
    letGo();
    giveBack();
    boolean turnedAway = Edge.isTurnedAway(request.connection());
    complete(promise -> promise.fail(new Body.BrokenOff(turnedAway)));
  }

  void giveUp(Body.Unread unread) {
    if (done.isEmpty()) {
      return; // The reading has ended meanwhile.
    }
    letGo();
    giveBack();
    Edge.closeBehindAnswer(request.connection());
    request
        .handler(thrownAway -> {})
        .exceptionHandler(cause -> {})
        .endHandler(ended -> {})
        .resume();
    complete(promise -> promise.complete(unread));
  }

  private void complete(Consumer<Promise<Body.Uncoded>> outcome) {
    Optional<Promise<Body.Uncoded>> waiting = done;
    done = Optional.empty();
    waiting.ifPresent(outcome);
  }

  private void giveBack() {
    // If the edge has closed the draw already, the draw has fewer bytes than this body drew.
    draw.set(Math.max(0, draw.bytes() - drawn));
    drawn = 0;
  }

  private void letGo() {
    over.accept(this);
    gathered = null;
  }

  private int length() {
    Buffer soFar = gathered;
    return soFar == null ? 0 : soFar.length();
  }

  private static long declaredLength(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return header == null ? 0 : Long.parseLong(header);
    } catch (NumberFormatException e) {
      return 0; // The server itself refuses such a request.
    }
  }
}
