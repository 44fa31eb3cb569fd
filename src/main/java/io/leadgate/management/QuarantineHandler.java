package io.leadgate.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.leadgate.bus.QuarantineQuery;
import io.leadgate.bus.SearchBus;
import io.leadgate.domain.AdminRight;
import io.leadgate.domain.Coded;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.SignedIn;
import io.leadgate.domain.Slice;
import io.leadgate.domain.Uuids;
import io.leadgate.signin.AdminGuard;
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

/**
 * Serves {@code /admin/quarantine}: shows each quarantined request with the reason; whole to admins
 * that may read values.
 */
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
    SignedIn admin = AdminGuard.signedIn(context);
    answers.answer(
        context,
        admin.name(),
        () -> searches.quarantine().request(query).compose(found -> written(context, admin, found)),
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
  private static Future<Page> written(
      RoutingContext context, SignedIn admin, Slice<QuarantinedRequest> found) {
    Page page = Page.of(found, request -> json(request, admin), request -> request.id().toString());
    return context.vertx().executeBlocking(page::written, false);
  }

  private static void send(RoutingContext context, QuarantinedRequest request) {
    SignedIn admin = AdminGuard.signedIn(context);
    Respond.when(
        context.vertx().executeBlocking(() -> Json.buffer(json(request, admin)), false),
        context,
        json -> {
          var unused = Json.send(context.response(), json);
        });
  }

  private static void notFound(RoutingContext context) {
    Problem.of(Refusal.NOT_FOUND, "There is no such quarantined request.").send(context.response());
  }

  /** Writes a request; of what its sender says, an admin without the right sees names alone. */
  private static ObjectNode json(QuarantinedRequest request, SignedIn admin) {
    boolean withValues = admin.may(AdminRight.READ_VALUES);
    ObjectNode json = Json.object();
    json.put("id", request.id().toString())
        .put("campaign_id", request.campaignId())
        .put("reason", request.reason().code())
        .put("client_id", request.claimedClientId().map(UUID::toString).orElse(null))
        .put("received_at", Json.timestamp(request.receivedAt()))
        .put("remote_address", request.remote())
        .put("content_type", request.contentType().orElse(null));
    if (withValues) {
      putBody(json, request.body());
    } else {
      json.putNull("body");
      FieldNames.in(request)
          .ifPresentOrElse(
              names -> names.forEach(json.putArray("field_names")::add),
              () -> json.putNull("field_names"));
    }
    json.put("idempotency_key", request.idempotencyKey().filter(key -> withValues).orElse(null))
        .put("reference", request.reference().filter(name -> withValues).orElse(null));
    return json.putRawValue("released_as", new RawValue(request.releasedAs()));
  }

  private static void putBody(ObjectNode json, byte[] body) {
    text(body)
        .ifPresentOrElse(
            text -> json.put("body", text),
            () ->
                json.put("body", Base64.getEncoder().encodeToString(body))
                    .put("body_encoding", "base64"));
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
