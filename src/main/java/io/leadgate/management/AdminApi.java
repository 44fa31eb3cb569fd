package io.leadgate.management;

import static io.leadgate.domain.AdminRight.ADMINISTER;
import static io.leadgate.domain.AdminRight.READ;

import io.leadgate.domain.AdminRight;
import io.leadgate.domain.Refusal;
import io.leadgate.signin.AdminGuard;
import io.leadgate.signin.BrowserGate;
import io.leadgate.signin.GuardedCall;
import io.leadgate.telemetry.Metrics;
import io.leadgate.web.ApiRouter;
import io.leadgate.web.answer.Problem;
import io.leadgate.web.body.JsonBody;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Routes all paths of the management port. */
public record AdminApi(
    Health health,
    HealthHandler healthPages,
    Metrics metrics,
    BrowserGate browsers,
    AdminGuard admins,
    CredentialsHandler credentials,
    SecretsHandler secrets,
    AuditHandler audit,
    QuarantineHandler quarantine,
    MountedPages pages) {

  /**
   * The finished router, and the calls of admins that it has.
   *
   * @param calls those of the pages too
   */
  public record Routed(Router router, List<GuardedCall> calls) {}

  public Routed routed(ApiRouter api) {
    List<GuardedCall> calls = new ArrayList<>();
    api.path("/health/live").get(healthPages::live).register();
    api.path("/health/ready").get(healthPages::ready).register();
    api.path("/metrics").get(new MetricsPage(metrics::scrape)::get).register();
    new AdminPath(api, calls, "/admin/credentials")
        .get(ADMINISTER, credentials::list)
        .post(ADMINISTER, credentials::create, JsonBody::json)
        .register();
    new AdminPath(api, calls, "/admin/credentials/:clientId")
        .get(ADMINISTER, credentials::get)
        .patch(ADMINISTER, credentials::change, JsonBody::mergePatch)
        .register();
    new AdminPath(api, calls, "/admin/credentials/:clientId/secrets")
        .post(ADMINISTER, secrets::add, body -> body)
        .register();
    new AdminPath(api, calls, "/admin/credentials/:clientId/secrets/:secretId")
        .delete(ADMINISTER, secrets::retire)
        .register();
    new AdminPath(api, calls, "/admin/credentials/:clientId/tokens")
        .delete(ADMINISTER, secrets::endTokens)
        .register();
    new AdminPath(api, calls, "/admin/audit").get(ADMINISTER, audit::list).register();
    new AdminPath(api, calls, "/admin/quarantine").get(READ, quarantine::list).register();
    new AdminPath(api, calls, "/admin/quarantine/:quarantineId")
        .get(READ, quarantine::get)
        .register();
    api.path("/").get(pages.home()).register();
    api.pages("/console/", pages.router());
    return new Routed(api.router(), Stream.concat(calls.stream(), pages.calls().stream()).toList());
  }

  /** Declares the calls of one path of admins, each with its right. */
  private final class AdminPath {
    private final List<GuardedCall> calls;
    private final String template;
    private final ApiRouter.Path path;

    /**
     * @param calls gets the calls
     */
    AdminPath(ApiRouter api, List<GuardedCall> calls, String template) {
      this.calls = calls;
      this.template = template;
      this.path = api.path(template);
    }

    AdminPath get(AdminRight right, Handler<RoutingContext> handler) {
      path.get(noted(HttpMethod.GET, right, handler));
      return this;
    }

    AdminPath delete(AdminRight right, Handler<RoutingContext> handler) {
      path.delete(noted(HttpMethod.DELETE, right, handler));
      return this;
    }

    /**
     * @param body looks at the type of the body, before the admin is known
     */
    AdminPath post(
        AdminRight right,
        Handler<RoutingContext> handler,
        UnaryOperator<Handler<RoutingContext>> body) {
      path.post(body.apply(noted(HttpMethod.POST, right, handler)));
      return this;
    }

    /**
     * @param body looks at the type of the body, before the admin is known
     */
    AdminPath patch(
        AdminRight right,
        Handler<RoutingContext> handler,
        UnaryOperator<Handler<RoutingContext>> body) {
      path.patch(body.apply(noted(HttpMethod.PATCH, right, handler)));
      return this;
    }

    void register() {
      path.register();
    }

    private Handler<RoutingContext> noted(
        HttpMethod method, AdminRight right, Handler<RoutingContext> handler) {
      calls.add(new GuardedCall(method, template, Optional.of(right)));
      return admin(right, handler);
    }
  }

  /**
   * Lets admins with the right reach the handler once the gateway has started; answers 503 before.
   * Web pages of other origins never reach the handler.
   */
  private Handler<RoutingContext> admin(AdminRight right, Handler<RoutingContext> handler) {
    Handler<RoutingContext> guarded = admins.guard(right, handler);
    return context -> {
      Optional<Problem> refusal = browsers.refusal(context);
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
