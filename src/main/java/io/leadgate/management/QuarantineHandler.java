package io.leadgate.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.leadgate.bus.QuarantineQuery;
import io.leadgate.bus.SearchBus;
import io.leadgate.domain.Coded;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Slice;
import io.leadgate.domain.Uuids;
import io.leadgate.web.answer.AnswerSize;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Page;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.answer.Respond;
import io.leadgate.web.answer.Utf8;
import io.leadgate.web.request.Query;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Serves {@code /admin/quarantine}: shows each quarantined request whole, with the reason. */
public final class QuarantineHandler {

  private final SearchBus searches;
  private final AnswerSize answers;

  public QuarantineHandler(SearchBus searches, AnswerSize answers) {
    this.searches = searches;
    this.answers = answers;
  }

  void list(RoutingContext context) {
    Query parameters = Query.ofList(context.request(), "campaign_id", "reason", "from", "to");
    QuarantineQuery query =
        new QuarantineQuery(
            parameters.integer("campaign_id"),
            parameters.parameter(
                "reason", code -> Coded.find(QuarantineReason.class, code), "one of the reasons"),
            parameters.time("from"),
            parameters.time("to"),
            parameters.cursor(Uuids::parse),
            parameters.limit());
    answers.answer(
        context,
        AdminLogin.username(context),
        () -> searches.quarantine().request(query).compose(found -> written(context, found)),
        Optional::of);
  }

  void get(RoutingContext context) {
    Optional<UUID> id = Uuids.parse(context.pathParam("quarantineId"));
    if (id.isEmpty()) {
      notFound(context);
      return;
    }
    Respond.when(
        searches.quarantined().request(id.get()),
        context,
        found -> found.ifPresentOrElse(request -> send(context, request), () -> notFound(context)));
  }

  /** Writes a page on a worker thread, because a single body may take more than 10 ms. */
  private static Future<Page> written(RoutingContext context, Slice<QuarantinedRequest> found) {
    Page page = Page.of(found, QuarantineHandler::json, request -> request.id().toString());
    return context.vertx().executeBlocking(page::written, false);
  }

  private static void send(RoutingContext context, QuarantinedRequest request) {
    Respond.when(
        context.vertx().executeBlocking(() -> Json.buffer(json(request)), false),
        context,
        json -> {
          var unused = Json.send(context.response(), json);
        });
  }

  private static void notFound(RoutingContext context) {
    Problem.of(Refusal.NOT_FOUND, "There is no such quarantined request.").send(context.response());
  }

  private static ObjectNode json(QuarantinedRequest request) {
    ObjectNode json = Json.object();
    json.put("id", request.id().toString())
        .put("campaign_id", request.campaignId())
        .put("reason", request.reason().code())
        .put("client_id", request.claimedClientId().map(UUID::toString).orElse(null))
        .put("received_at", Json.timestamp(request.receivedAt()))
        .put("remote_address", request.remote())
        .put("content_type", request.contentType().orElse(null));
    text(request.body())
        .ifPresentOrElse(
            text -> json.put("body", text),
            () ->
                json.put("body", Base64.getEncoder().encodeToString(request.body()))
                    .put("body_encoding", "base64"));
    json.put("idempotency_key", request.idempotencyKey().orElse(null))
        .put("reference", request.reference().orElse(null));
    return json.putRawValue("released_as", new RawValue(request.releasedAs()));
  }

  /** The body as text; empty for bytes that no sender means as text, such as control characters. */
  private static Optional<String> text(byte[] body) {
    for (byte b : body) {
      if (b >= 0 && b < ' ' && !Json.isBlank(b)) {
        return Optional.empty();
      }
    }
    return Utf8.decode(body);
  }
}
