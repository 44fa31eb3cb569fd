package io.leadgate;

import io.leadgate.account.AccountHandler;
import io.leadgate.data.LeadReadHandler;
import io.leadgate.receiver.LeadExecRoutes;
import io.leadgate.receiver.LeadHandler;
import io.leadgate.token.issue.MetadataHandler;
import io.leadgate.token.issue.TokenHandler;
import io.leadgate.web.ApiRouter;
import io.leadgate.web.HomePage;
import io.vertx.ext.web.Router;
import java.util.List;

/**
 * Routes all paths of the public API. Each verticle has an instance of its own, because handlers
 * are confined to an event loop. Confined to one event loop.
 */
record PublicApi(
    LeadHandler leads,
    LeadExecRoutes leadExec,
    LeadReadHandler search,
    TokenHandler token,
    MetadataHandler metadata,
    List<AccountHandler<?>> account) {

  Router router(ApiRouter api) {
    api.path("/").get(new HomePage()).register();
    api.path("/v1/authorization/token").post(token.issueAsLeadExec()).register();
    api.path("/oauth2/token").post(token.issue()).register();
    api.path("/oauth2/introspect").post(token.introspect()).register();
    api.path("/oauth2/revoke").post(token.revoke()).register();
    api.path("/.well-known/oauth-authorization-server").get(metadata).register();
    api.path("/v1/campaigns/:campaignId/leads").post(leads).register();
    api.path("/v2/insert/general").post(leadExec.v2()).inAnyCase().register();
    for (String suffix : List.of("", "/:format", "/:format/async")) {
      api.path("/processor/insert/:method" + suffix)
          .getWithoutHead(leadExec.v1())
          .post(leadExec.v1())
          .inAnyCase()
          .refusing(leadExec::v1Refusal)
          .register();
    }
    api.path("/v1/leads").get(search.list()).register();
    api.path("/v1/leads/:leadId").get(search.get()).register();
    for (AccountHandler<?> kind : account) {
      api.path(kind.path()).get(kind.list()).post(kind.create()).register();
      api.path(kind.path() + "/:" + kind.idParameter())
          .get(kind.get())
          .patch(kind.change())
          .delete(kind.delete())
          .register();
    }
    return api.router();
  }
}
