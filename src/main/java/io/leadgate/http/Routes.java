package io.leadgate.http;

import io.leadgate.http.data.LeadReadHandler;
import io.leadgate.http.oauth.TokenHandler;
import io.leadgate.http.receiver.LeadHandler;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** The whole public API on one page. Made anew for each verticle, since handlers belong to one. */
public record Routes(
    OpenApi document, LeadHandler leads, LeadReadHandler lead, TokenHandler token) {

  Router router(Vertx vertx, Telemetry telemetry) {
    Paths api = new Paths(vertx, document, telemetry);
    api.path("/v1/campaigns/:campaignId/leads").post(leads).only();
    api.path("/v1/leads/:leadId").get(lead).only();
    api.path("/v1/authorization/token").post(token).only();
    api.path("/oauth2/token").post(token).only();
    api.path("/openapi.json").get(document::serve).only();
    api.path("/problems/:slug").get(new ProblemPages()).only();
    return api.router();
  }
}
