package io.leadgate.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** A request's body, read whole, up to a bound. */
public sealed interface Body {

  long LINGER_MILLIS = 1_000;

  record Whole(Buffer bytes) implements Body {}

  /** More than the bound; what is over was not kept. The connection must be closed. */
  record TooLarge() implements Body {}

  /** The caller went away before the end, or sent what cannot be the rest of a body. */
  final class BrokenOff extends Exception {
    private static final long serialVersionUID = 1;

    BrokenOff() {
      super("the body broke off", null, false, false);
    }
  }

  /** Fails with {@link BrokenOff}. */
  static Future<Body> read(HttpServerRequest request, int bytesMax) {
    if (declaredLength(request) > bytesMax) {
      return Future.succeededFuture(new TooLarge());
    }
    return new Reader(bytesMax).read(request);
  }

  private static long declaredLength(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return header == null ? 0 : Long.parseLong(header);
    } catch (NumberFormatException e) {
      return 0; // The server refuses such a request by itself.
    }
  }

  /**
   * To be called before an answer that comes ahead of the body's end. Reads on for a moment and
   * throws away, so that the caller sees the answer and not a reset, and then closes.
   */
  static void closeAfterAnswer(Vertx vertx, HttpServerRequest request) {
    HttpConnection connection = request.connection();
    request.response().putHeader(HttpHeaders.CONNECTION, "close");
    if (request.isEnded()) {
      request.response().endHandler(answered -> connection.close());
      return;
    }
    request.handler(thrownAway -> {}).endHandler(ended -> connection.close()).resume();
    vertx.setTimer(LINGER_MILLIS, late -> connection.close());
  }

  /** Gathers the chunks; nearly always there is one, which is taken as it is. */
  final class Reader {
    private final int bytesMax;
    private final Promise<Body> done = Promise.promise();
    private @Nullable Buffer gathered;

    private Reader(int bytesMax) {
      this.bytesMax = bytesMax;
    }

    private Future<Body> read(HttpServerRequest request) {
      request
          .handler(this::add)
          .exceptionHandler(cause -> done.tryFail(new BrokenOff()))
          .endHandler(
              ended -> done.tryComplete(new Whole(gathered == null ? Buffer.buffer() : gathered)));
      if (request.response().closed()) {
        failAfterWhatIsQueued(request);
      }
      return done.future();
    }

    /** A caller that went away while the request was paused is not told of again. */
    private void failAfterWhatIsQueued(HttpServerRequest request) {
      request.resume();
      Vertx.currentContext().runOnContext(read -> done.tryFail(new BrokenOff()));
    }

    private void add(Buffer chunk) {
      Buffer before = gathered;
      int length = (before == null ? 0 : before.length()) + chunk.length();
      if (length > bytesMax) {
        gathered = null;
        done.tryComplete(new TooLarge());
      } else if (!done.future().isComplete()) {
        gathered = before == null ? chunk : before.appendBuffer(chunk);
      }
    }
  }
}
