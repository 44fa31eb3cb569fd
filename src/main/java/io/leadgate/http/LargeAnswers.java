package io.leadgate.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Sends lists, which may be large, and bounds what was not taken yet of all of them together:
 * callers who ask and do not read cannot fill the memory. One a verticle; what it counts belongs to
 * that event loop.
 */
public final class LargeAnswers {

  private final long bytesMax;
  private long bytesUnderWay;

  /**
   * @param bytesMax past it a list is refused, unless it is the only one
   */
  public LargeAnswers(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** 200. */
  public void send(RoutingContext context, ObjectNode list) {
    HttpServerResponse response = context.response();
    Buffer body = Buffer.buffer(list.toString());
    int bytes = body.length();
    if (bytesUnderWay > 0 && bytesUnderWay + bytes > bytesMax) {
      Problem.of(
              Refusal.OVERLOADED, "Too many lists are being sent; ask again, or for a shorter one.")
          .send(response);
      return;
    }
    bytesUnderWay += bytes;
    Json.send(response, body).onComplete(sent -> bytesUnderWay -= bytes);
  }
}
