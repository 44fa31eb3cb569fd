package io.leadgate.http;

import io.leadgate.http.account.AccountHandler;
import io.leadgate.http.data.LeadReadHandler;
import io.leadgate.http.oauth.MetadataHandler;
import io.leadgate.http.oauth.TokenHandler;
import io.leadgate.http.receiver.LeadHandler;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;

/** The whole public API on one page. Made anew for each verticle, since handlers belong to one. */
public record Routes(
    OpenApi document,
    TrustedProxies proxies,
    LeadHandler leads,
    LeadReadHandler archive,
    TokenHandler token,
    MetadataHandler metadata,
    List<AccountHandler<?>> account) {

  Router router(Vertx vertx, Telemetry telemetry) {
    Paths api = new Paths(vertx, document, proxies, telemetry);
    api.path("/v1/authorization/token").post(token.issue()).only();
    api.path("/oauth2/token").post(token.issue()).only();
    api.path("/oauth2/introspect").post(token.introspect()).only();
    api.path("/oauth2/revoke").post(token.revoke()).only();
    api.path("/.well-known/oauth-authorization-server").get(metadata).only();
    api.path("/v1/campaigns/:campaignId/leads").post(leads).only();
    api.path("/v1/leads").get(archive.list()).only();
    api.path("/v1/leads/:leadId").get(archive.get()).only();
    for (AccountHandler<?> kind : account) {
      api.path(kind.path()).get(kind.list()).post(kind.create()).only();
      api.path(kind.path() + "/:" + kind.idParameter())
          .get(kind.get())
          .patch(kind.change())
          .delete(kind.delete())
          .only();
    }
    api.path("/openapi.json").get(document::serve).only();
    api.path("/problems/:slug").get(new ProblemPages()).only();
    return api.router();
  }
}
