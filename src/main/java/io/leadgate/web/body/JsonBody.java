package io.leadgate.web.body;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.budget.Draw;
import io.leadgate.budget.Share;
import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.answer.Utf8;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.ContentType;
import io.leadgate.web.request.ContentType.Kind;
import io.leadgate.web.request.MediaType;
import io.leadgate.web.request.Mislabelled;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the body of a call to any API but the receiver's, which must be a JSON object of at most 64
 * KiB. Refuses any other body. Confined to one event loop.
 */
public final class JsonBody {

  private static final int BYTES_MAX = 65_536;

  /** The memory of a JSON tree, as a multiple of the bytes of its body. */
  private static final int TREE = 8;

  private final BodyReader bodies;
  private final Share share;

  /**
   * @param share the share from which the callers' bodies draw
   */
  public JsonBody(BodyReader bodies, Share share) {
    this.bodies = bodies;
    this.share = share;
  }

  /**
   * Makes a handler that passes on a request whose body has the type of JSON and no content
   * encoding, and refuses any other request before its body is read.
   */
  public static Handler<RoutingContext> json(Handler<RoutingContext> handler) {
    return context -> {
      ContentType type = ContentType.of(context.request());
      if (!type.is(Kind.JSON)) {
        MediaType.refuse(context.response(), type.refusal(ContentType.JSON));
      } else {
        unencoded(context, handler);
      }
    };
  }

  /**
   * Makes a handler like {@link #json} that also passes on the type of a merge patch (RFC 7396,
   * section 4).
   */
  public static Handler<RoutingContext> mergePatch(Handler<RoutingContext> handler) {
    return context -> {
      ContentType type = ContentType.of(context.request());
      if (!type.is(Kind.JSON)) {
        MediaType.refusePatch(
            context.response(), type.refusal("application/merge-patch+json or application/json"));
      } else {
        unencoded(context, handler);
      }
    };
  }

  private static void unencoded(RoutingContext context, Handler<RoutingContext> handler) {
    if (MediaType.isNotEncoded(context.request())) {
      handler.handle(context);
    } else {
      MediaType.refuse(
          context.response(), MediaType.codingRefusal(context.request(), "without one"));
    }
  }

  public void read(RoutingContext context, Consumer<ObjectNode> use) {
    Draw draw = Edge.openRequest(context.request().connection(), share);
    context.addEndHandler(ended -> draw.close());
    Respond.when(
        bodies
            .read(context.request(), BYTES_MAX, draw)
            .map(
                body ->
                    body instanceof Body.Whole whole
                            && !draw.add((long) TREE * whole.bytes().length())
                        ? Body.Unread.noRoom()
                        : body),
        context,
        read -> {
          switch (read) {
            case Body.Unread unread ->
                Problem.of(unread.refusal(), unread.detail()).send(context.response());
            case Body.Whole whole -> {
              byte[] bytes = whole.bytes().getBytes();
              Optional<String> mislabelled = Mislabelled.detail(Kind.JSON, Utf8.withoutMark(bytes));
              switch (mislabelled
                  .<Json.Read>map(Json.Read.Bad::new)
                  .orElseGet(() -> Json.readObject(bytes))) {
                case Json.Read.Good good -> use.accept(good.object());
                case Json.Read.Bad bad ->
                    Problem.of(Refusal.MALFORMED_BODY, bad.detail()).send(context.response());
              }
            }
          }
        });
  }
}
