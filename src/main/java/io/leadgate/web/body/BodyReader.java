package io.leadgate.web.body;

import io.leadgate.budget.Draw;
import io.leadgate.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Reads bodies whole: each up to a bound in bytes and in time, and drawing what it holds from the
 * budget, so that callers who begin and do not end cannot fill the memory. Confined to one event
 * loop.
 */
public final class BodyReader {

  private static final long SWEEP_MILLIS = 500;

  private final Vertx vertx;
  private final Duration timeMax;

  /** Oldest first. One sweep looks at them all, which is cheaper than a timer each. */
  private final Set<BodyReading> underWay = new LinkedHashSet<>();

  private boolean sweeping;

  /**
   * @param timeMax from the head of a request to the end of its body
   */
  public BodyReader(Vertx vertx, Duration timeMax) {
    this.vertx = vertx;
    this.timeMax = timeMax;
  }

  /**
   * @param draw what the body holds is added to; its owner closes it
   */
  public Future<Body> read(HttpServerRequest request, int bytesMax, Draw draw) {
    return read(request, BodyBound.of(bytesMax), draw);
  }

  /** Fails with {@link Body.BrokenOff}. A request that was paused is resumed. */
  public Future<Body> read(HttpServerRequest request, BodyBound bound, Draw draw) {
    if (!sweeping) {
      sweeping = true;
      vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
    }
    BodyReading reading = new BodyReading(request, bound, draw, underWay::remove);
    Future<Body> body = reading.body();
    underWay.add(reading);
    reading.begin(vertx);
    return body;
  }

  /** The answer to a request for which the budget has no room now. */
  public static Body.Unread noRoom() {
    return new Body.Unread(Refusal.OVERLOADED, "Too much is under way; send it again in a moment.");
  }

  public static Body.Unread tooLarge(int bytesMax) {
    return new Body.Unread(
        Refusal.BODY_TOO_LARGE, "A body here has at most %d bytes.".formatted(bytesMax));
  }

  private void sweep() {
    long now = System.nanoTime();
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
