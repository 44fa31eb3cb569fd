package io.leadgate.web.body;

import io.leadgate.budget.Draw;
import io.leadgate.budget.Weight;
import io.leadgate.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Reads whole bodies, each up to a bound in bytes and in time. Draws the bytes of each body from
 * the budget, so that callers who begin a body and do not end it cannot fill the memory. Confined
 * to one event loop.
 */
public final class BodyReader {

  private static final long SWEEP_MILLIS = 500;

  /** The time for bodies that are still coming when the gateway begins to stop. */
  private static final long STOP_NANOS = Duration.ofSeconds(2).toNanos();

  private static final Body.Unread SHUTTING_DOWN =
      new Body.Unread(
          Refusal.SHUTTING_DOWN, "This server is about to stop; send the request again.");

  private final Vertx vertx;
  private final Duration timeMax;
  private final BooleanSupplier isStopping;

  /**
   * The readings in progress, the oldest first. One sweep of all readings is cheaper than a timer
   * for each.
   */
  private final Set<BodyReading> underWay = new LinkedHashSet<>();

  private boolean sweeping;

  /** When a sweep first saw that the gateway stops, in ns of {@link System#nanoTime()}. */
  private OptionalLong stoppingSince = OptionalLong.empty();

  /**
   * @param timeMax the most time from the head of a request to the end of its body
   * @param isStopping whether the gateway stops, which must not wait for slow bodies
   */
  public BodyReader(Vertx vertx, Duration timeMax, BooleanSupplier isStopping) {
    this.vertx = vertx;
    this.timeMax = timeMax;
    this.isStopping = isStopping;
  }

  /**
   * Reads a body that has no content coding, with one bound for arrays and all other bodies.
   *
   * @param draw grows by the bytes that the body holds; its owner closes it
   */
  public Future<Body.Uncoded> read(HttpServerRequest request, int bytesMax, Draw draw) {
    return read(request, BodyBound.of(bytesMax), draw);
  }

  /** Reads a body that has no content coding. Otherwise does the same as {@link #readInflated}. */
  public Future<Body.Uncoded> read(HttpServerRequest request, BodyBound bound, Draw draw) {
    if (!sweeping) {
      sweeping = true;
      vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
    }
    BodyReading reading = new BodyReading(request, bound, draw, underWay::remove);
    Future<Body.Uncoded> body = reading.body();
    underWay.add(reading);
    reading.begin(vertx);
    return body;
  }

  /**
   * Reads a body in gzip and inflates it. Resumes a request that was paused. Fails with {@link
   * Body.BrokenOff}.
   *
   * @param bound the bound of the inflated body
   * @param draw grows by the bytes that the body holds, compressed and inflated; its owner closes
   *     it
   */
  public Future<Body> readInflated(HttpServerRequest request, BodyBound bound, Draw draw) {
    return read(request, Gzip.compressed(bound), draw).map(body -> inflated(body, bound, draw));
  }

  private static Body inflated(Body.Uncoded compressed, BodyBound bound, Draw draw) {
    return switch (compressed) {
      case Body.Unread unread ->
          unread.refusal() == Refusal.BODY_TOO_LARGE
              ? Body.Unread.tooLarge(bound.bytesMax())
              : unread;
      case Body.Whole whole -> weighed(Gzip.inflate(whole.bytes(), bound), draw);
    };
  }

  private static Body weighed(Body inflated, Draw draw) {
    int length =
        switch (inflated) {
          case Body.Whole whole -> whole.bytes().length();
          case Body.Broken broken -> broken.inflated().length();
          case Body.Unread unread -> 0;
        };
    return length == 0 || draw.add(Weight.bytes(length)) ? inflated : Body.Unread.noRoom();
  }

  private void sweep() {
    long now = System.nanoTime();
    if (stoppingSince.isEmpty() && isStopping.getAsBoolean()) {
      stoppingSince = OptionalLong.of(now);
    }
    if (stoppingSince.isPresent() && now - stoppingSince.getAsLong() > STOP_NANOS) {
      List.copyOf(underWay).forEach(reading -> reading.giveUp(SHUTTING_DOWN));
      return;
    }
    for (BodyReading reading : new ArrayList<>(underWay)) {
      if (!reading.isOlder(now, timeMax)) {
        return;
      }
      reading.giveUp(
          new Body.Unread(
              Refusal.REQUEST_TIMEOUT,
              "The body did not come within %d s.".formatted(timeMax.toSeconds())));
    }
  }
}
