package io.leadgate.http.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.leadgate.bus.LeadArchive;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.domain.StoredLead;
import io.leadgate.http.Authenticate;
import io.leadgate.http.Json;
import io.leadgate.http.Problem;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/** {@code GET /v1/leads/{id}}: a lead as it was committed. What is quarantined is never there. */
public final class LeadReadHandler implements Handler<RoutingContext> {

  private final Authenticate authenticate;
  private final LeadArchive archive;
  private final Telemetry telemetry;

  public LeadReadHandler(Authenticate authenticate, LeadArchive archive, Telemetry telemetry) {
    this.authenticate = authenticate;
    this.archive = archive;
    this.telemetry = telemetry;
  }

  @Override
  public void handle(RoutingContext context) {
    authenticate
        .check(context.request(), Scope.DATA_API)
        .onSuccess(
            result -> {
              switch (result) {
                case AuthResult.Authenticated known -> find(context, known);
                case AuthResult.Ambiguous two ->
                    Problem.of(Refusal.AMBIGUOUS_TOKEN, "Send one token.").send(context.response());
                case AuthResult.Rejected rejected ->
                    Problem.of(rejected.reason().refusal())
                        .sendWithChallenge(context.response(), Scope.DATA_API);
              }
            });
  }

  private void find(RoutingContext context, AuthResult.Authenticated known) {
    Optional<LeadId> id = LeadId.parse(context.pathParam("leadId"));
    HttpServerResponse response = context.response();
    if (id.isEmpty()) {
      notFound(response);
      return;
    }
    archive
        .find(id.get())
        .onSuccess(
            lead ->
                lead.filter(found -> known.credential().maySee(found.leadSourceId()))
                    .ifPresentOrElse(
                        found -> Json.send(response, 200, json(found)), () -> notFound(response)))
        .onFailure(
            failure -> {
              telemetry.emit(new Event.UnexpectedFailure("reading a lead", failure));
              Problem.of(Refusal.STORAGE_UNAVAILABLE, "The storage is away; try again.")
                  .send(response);
            });
  }

  private static void notFound(HttpServerResponse response) {
    Problem.of(Refusal.NOT_FOUND, "There is no such lead.").send(response);
  }

  private static ObjectNode json(StoredLead lead) {
    ObjectNode json = Json.object();
    json.put("id", lead.id().toString())
        .put("campaign_id", lead.campaignId())
        .put("lead_source_id", lead.leadSourceId())
        .put("credential_id", lead.credentialId().map(UUID::toString).orElse(null))
        .put("received_at", Json.timestamp(lead.receivedAt()))
        .put("accepted_at", Json.timestamp(lead.id().time()))
        .put("status", "accepted")
        .putNull("duplicate_of")
        .put("remote_address", lead.remote())
        // As Postgres wrote it: read and written again, a number could lose digits.
        .putRawValue("fields", new RawValue(lead.fields()));
    return json;
  }
}
