package io.leadgate.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.leadgate.signin.AdminGuard;
import io.leadgate.store.AuditLog;
import io.leadgate.web.answer.AnswerSize;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Page;
import io.leadgate.web.request.Query;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Serves {@code /admin/audit}: the log of all changes, newest first. */
public final class AuditHandler {

  private final AuditLog audit;
  private final AnswerSize answers;

  public AuditHandler(AuditLog audit, AnswerSize answers) {
    this.audit = audit;
    this.answers = answers;
  }

  void list(RoutingContext context) {
    Query query = Query.ofList(context.request());
    Optional<Long> before = query.cursor(AuditHandler::id);
    int limit = query.limit();
    answers.answer(
        context,
        AdminGuard.signedIn(context).name(),
        () -> audit.list(before, limit),
        found ->
            Optional.of(Page.of(found, AuditHandler::json, entry -> Long.toString(entry.id()))));
  }

  private static Optional<Long> id(String text) {
    return text.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  private static ObjectNode json(AuditLog.Entry entry) {
    ObjectNode json =
        Json.object()
            .put("id", entry.id())
            .put("at", Json.timestamp(entry.at()))
            .put("actor_type", entry.actorType().code())
            .put("actor", entry.actor())
            .put("action", entry.action())
            .put("subject", entry.subject())
            .put("remote_address", entry.remote().orElse(null))
            .put("request_id", entry.requestId().orElse(null));
    return json.putRawValue("details", new RawValue(entry.details()));
  }
}
