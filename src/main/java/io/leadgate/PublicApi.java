package io.leadgate;

import io.leadgate.account.AccountHandler;
import io.leadgate.data.LeadReadHandler;
import io.leadgate.receiver.LeadHandler;
import io.leadgate.token.issue.MetadataHandler;
import io.leadgate.token.issue.TokenHandler;
import io.leadgate.web.ApiRouter;
import io.vertx.ext.web.Router;
import java.util.List;

/**
 * Routes the whole public API, on one page. Made once for each verticle, because handlers are
 * confined to its event loop.
 */
record PublicApi(
    LeadHandler leads,
    LeadReadHandler search,
    TokenHandler token,
    MetadataHandler metadata,
    List<AccountHandler<?>> account) {

  Router router(ApiRouter api) {
    api.path("/v1/authorization/token").post(token.issue()).only();
    api.path("/oauth2/token").post(token.issue()).only();
    api.path("/oauth2/introspect").post(token.introspect()).only();
    api.path("/oauth2/revoke").post(token.revoke()).only();
    api.path("/.well-known/oauth-authorization-server").get(metadata).only();
    api.path("/v1/campaigns/:campaignId/leads").post(leads).only();
    api.path("/v1/leads").get(search.list()).only();
    api.path("/v1/leads/:leadId").get(search.get()).only();
    for (AccountHandler<?> kind : account) {
      api.path(kind.path()).get(kind.list()).post(kind.create()).only();
      api.path(kind.path() + "/:" + kind.idParameter())
          .get(kind.get())
          .patch(kind.change())
          .delete(kind.delete())
          .only();
    }
    return api.router();
  }
}
