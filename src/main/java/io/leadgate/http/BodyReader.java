package io.leadgate.http;

import io.leadgate.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies whole: each up to a bound in bytes and in time, and all that are being read at once
 * up to a bound in bytes, so that callers who begin and do not end cannot fill the memory. One a
 * verticle; what it counts belongs to that event loop.
 */
public final class BodyReader {

  private static final long SWEEP_MILLIS = 500;
  private static final long LINGER_MILLIS = 1_000;

  private final Vertx vertx;
  private final Duration timeMax;
  private final long bytesMaxAtOnce;

  /** Oldest first. One sweep looks at them all, which is cheaper than a timer each. */
  private final Set<Reading> underWay = new LinkedHashSet<>();

  private long bytesUnderWay;
  private boolean sweeping;

  /**
   * @param timeMax from the head of a request to the end of its body
   * @param bytesMaxAtOnce of all bodies that are being read on this event loop
   */
  public BodyReader(Vertx vertx, Duration timeMax, long bytesMaxAtOnce) {
    this.vertx = vertx;
    this.timeMax = timeMax;
    this.bytesMaxAtOnce = bytesMaxAtOnce;
  }

  public Future<Body> read(HttpServerRequest request, int bytesMax) {
    return read(request, BodyBound.of(bytesMax));
  }

  /** Fails with {@link Body.BrokenOff}. A request that was paused is resumed. */
  public Future<Body> read(HttpServerRequest request, BodyBound bound) {
    if (!sweeping) {
      sweeping = true;
      vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
    }
    Reading reading = new Reading(request, bound);
    if (reading.declared > bound.arrayBytes()) {
      reading.giveUp(tooLarge(bound.arrayBytes()));
    } else {
      reading.begin();
    }
    return reading.done.future();
  }

  public static Body.Unread tooLarge(int bytesMax) {
    return new Body.Unread(
        Refusal.BODY_TOO_LARGE, "A body here has at most %d bytes.".formatted(bytesMax));
  }

  private static long declaredLength(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return header == null ? 0 : Long.parseLong(header);
    } catch (NumberFormatException e) {
      return 0; // The server refuses such a request by itself.
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    for (Reading reading : new ArrayList<>(underWay)) {
      if (now - reading.began <= timeMax.toNanos()) {
        return;
      }
      reading.giveUp(
          new Body.Unread(
              Refusal.REQUEST_TIMEOUT,
              "The body did not come within %d s.".formatted(timeMax.toSeconds())));
    }
  }

  /** One body. Nearly always it comes in one piece, which is taken as it is. */
  private final class Reading {
    private final HttpServerRequest request;
    private final BodyMeter meter;
    private final long declared;
    private final long began = System.nanoTime();
    private final Promise<Body> done = Promise.promise();
    private @Nullable Buffer gathered;

    Reading(HttpServerRequest request, BodyBound bound) {
      this.request = request;
      this.meter = new BodyMeter(bound);
      this.declared = declaredLength(request);
    }

    void begin() {
      underWay.add(this);
      request
          .handler(this::add)
          .exceptionHandler(cause -> breakOff())
          .endHandler(ended -> end())
          .resume();
      if (request.response().closed()) {
        // A caller that went away while the request was paused is not told of again.
        vertx.runOnContext(read -> breakOff());
      }
    }

    private void add(Buffer chunk) {
      Buffer before = gathered;
      int bytesMax = meter.bytesMax(chunk);
      if (Math.max(declared, length() + chunk.length()) > bytesMax) {
        giveUp(tooLarge(bytesMax));
      } else if (bytesUnderWay + chunk.length() > bytesMaxAtOnce) {
        giveUp(
            new Body.Unread(
                Refusal.OVERLOADED, "Too many bodies are being read; send it again in a moment."));
      } else {
        bytesUnderWay += chunk.length();
        gathered = before == null ? chunk : before.appendBuffer(chunk);
      }
    }

    private void end() {
      Buffer whole = gathered;
      letGo();
      done.tryComplete(new Body.Whole(whole == null ? Buffer.buffer() : whole));
    }

    private void breakOff() {
      letGo();
      done.tryFail(new Body.BrokenOff());
    }

    private void giveUp(Body.Unread unread) {
      letGo();
      closeAfterAnswer();
      done.tryComplete(unread);
    }

    private void letGo() {
      if (underWay.remove(this)) {
        bytesUnderWay -= length();
      }
      gathered = null;
    }

    private int length() {
      Buffer soFar = gathered;
      return soFar == null ? 0 : soFar.length();
    }

    /**
     * Reads on for a moment and throws away, so that the caller sees the answer and not a reset,
     * and then closes.
     */
    private void closeAfterAnswer() {
      HttpConnection connection = request.connection();
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
      request
          .handler(thrownAway -> {})
          .exceptionHandler(cause -> {})
          .endHandler(ended -> connection.close())
          .resume();
      vertx.setTimer(LINGER_MILLIS, late -> connection.close());
    }
  }
}
