package io.leadgate.http.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.leadgate.bus.LeadArchive;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Credential;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.Scope;
import io.leadgate.domain.StoredLead;
import io.leadgate.http.Authenticate;
import io.leadgate.http.Json;
import io.leadgate.http.Problem;
import io.leadgate.http.Respond;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** {@code GET /v1/leads/{id}}: a lead as it was committed. What is quarantined is never there. */
public final class LeadReadHandler implements Handler<RoutingContext> {

  private final Authenticate authenticate;
  private final LeadArchive archive;

  public LeadReadHandler(Authenticate authenticate, LeadArchive archive) {
    this.authenticate = authenticate;
    this.archive = archive;
  }

  @Override
  public void handle(RoutingContext context) {
    Respond.when(
        authenticate.check(context.request(), Scope.DATA_API),
        context,
        result -> {
          switch (result) {
            case AuthResult.Authenticated known -> find(context, known.credential());
            case AuthResult.Ambiguous two ->
                Problem.of(Refusal.AMBIGUOUS_TOKEN, "Send one token.").send(context.response());
            case AuthResult.Rejected rejected ->
                Problem.of(rejected.reason().refusal())
                    .sendWithChallenge(context.response(), Scope.DATA_API);
          }
        });
  }

  private void find(RoutingContext context, Credential reader) {
    HttpServerResponse response = context.response();
    LeadId.parse(context.pathParam("leadId"))
        .ifPresentOrElse(
            id ->
                Respond.when(
                    archive.find(id),
                    context,
                    lead ->
                        lead.filter(found -> reader.maySee(found.leadSourceId()))
                            .ifPresentOrElse(
                                found -> Json.send(response, 200, json(found)),
                                () -> notFound(response))),
            () -> notFound(response));
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
