package io.leadgate.management;

import io.leadgate.domain.Refusal;
import io.leadgate.telemetry.Metrics;
import io.leadgate.web.ApiRouter;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.body.JsonBody;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Routes all paths of the management port. */
public record AdminApi(
    Health health,
    HealthHandler healthPages,
    Metrics metrics,
    BrowserGate browsers,
    AdminLogin login,
    CredentialsHandler credentials,
    SecretsHandler secrets,
    AuditHandler audit,
    QuarantineHandler quarantine) {

  public Router router(ApiRouter api) {
    api.path("/health/live").get(healthPages::live).register();
    api.path("/health/ready").get(healthPages::ready).register();
    api.path("/metrics").get(new MetricsPage(metrics::scrape)::get).register();
    api.path("/admin/credentials")
        .get(admin(credentials::list))
        .post(JsonBody.json(admin(credentials::create)))
        .register();
    api.path("/admin/credentials/:clientId")
        .get(admin(credentials::get))
        .patch(JsonBody.mergePatch(admin(credentials::change)))
        .register();
    api.path("/admin/credentials/:clientId/secrets").post(admin(secrets::add)).register();
    api.path("/admin/credentials/:clientId/secrets/:secretId")
        .delete(admin(secrets::retire))
        .register();
    api.path("/admin/credentials/:clientId/tokens").delete(admin(secrets::endTokens)).register();
    api.path("/admin/audit").get(admin(audit::list)).register();
    api.path("/admin/quarantine").get(admin(quarantine::list)).register();
    api.path("/admin/quarantine/:quarantineId").get(admin(quarantine::get)).register();
    return api.router();
  }

  /**
   * Lets admins reach the handler once the gateway has started; answers 503 before. Web pages of
   * other origins never reach the handler.
   */
  private Handler<RoutingContext> admin(Handler<RoutingContext> handler) {
    Handler<RoutingContext> guarded = login.guard(handler);
    return context -> {
      Optional<Problem> refusal = browsers.refusal(context.request());
      if (refusal.isPresent()) {
        refusal.get().send(context.response());
      } else if (health.phase() == Health.Phase.STARTING) {
        Problem.of(Refusal.STORAGE_UNAVAILABLE, "The gateway is starting; try again.")
            .send(context.response());
      } else {
        guarded.handle(context);
      }
    };
  }
}
