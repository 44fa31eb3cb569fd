package io.leadgate;

import io.leadgate.account.AccountHandler;
import io.leadgate.data.LeadReadHandler;
import io.leadgate.receiver.LeadHandler;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.token.issue.MetadataHandler;
import io.leadgate.token.issue.TokenHandler;
import io.leadgate.web.ApiRouter;
import io.leadgate.web.OpenApi;
import io.leadgate.web.ProblemPages;
import io.leadgate.web.request.TrustedProxies;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;

/** The whole public API on one page. Made anew for each verticle, since handlers belong to one. */
public record PublicApi(
    OpenApi document,
    TrustedProxies proxies,
    LeadHandler leads,
    LeadReadHandler archive,
    TokenHandler token,
    MetadataHandler metadata,
    List<AccountHandler<?>> account) {

  public Router router(Vertx vertx, Telemetry telemetry) {
    ApiRouter api = new ApiRouter(vertx, document, proxies, telemetry);
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
