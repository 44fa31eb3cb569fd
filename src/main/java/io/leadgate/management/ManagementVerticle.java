package io.leadgate.management;

import io.leadgate.bus.LeadArchive;
import io.leadgate.catalog.AuditLog;
import io.leadgate.catalog.CredentialReader;
import io.leadgate.catalog.CredentialStore;
import io.leadgate.catalog.SecretStore;
import io.leadgate.domain.Refusal;
import io.leadgate.http.JsonBody;
import io.leadgate.http.LargeAnswers;
import io.leadgate.http.Listener;
import io.leadgate.http.OpenApi;
import io.leadgate.http.Paths;
import io.leadgate.http.Problem;
import io.leadgate.http.ProblemPages;
import io.leadgate.http.RequestId;
import io.leadgate.http.TrustedProxies;
import io.leadgate.telemetry.Metrics;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** The listener for ops and admins. It is the first thing up and the last one down. */
public final class ManagementVerticle extends VerticleBase {

  private static final Duration DRAIN_MAX = Duration.ofSeconds(1);
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServerOptions options;
  private final OpenApi document;
  private final TrustedProxies proxies;
  private final Health health;
  private final HealthHandler healthPages;
  private final Metrics metrics;
  private final JsonBody bodies;
  private final LargeAnswers lists;
  private final CredentialReader credentialReader;
  private final CredentialStore credentialStore;
  private final SecretStore secretStore;
  private final AuditLog audit;
  private final LeadArchive archive;
  private final AdminLogin login;
  private final RequestId requestId;
  private final Telemetry telemetry;

  @SuppressWarnings("NullAway.Init") // Set in start().
  private Listener listener;

  private volatile int port;

  public ManagementVerticle(
      HttpServerOptions options,
      OpenApi document,
      TrustedProxies proxies,
      Health health,
      HealthHandler healthPages,
      Metrics metrics,
      JsonBody bodies,
      LargeAnswers lists,
      CredentialReader credentialReader,
      CredentialStore credentialStore,
      SecretStore secretStore,
      AuditLog audit,
      LeadArchive archive,
      AdminLogin login,
      RequestId requestId,
      Telemetry telemetry) {
    this.options = options;
    this.document = document;
    this.proxies = proxies;
    this.health = health;
    this.healthPages = healthPages;
    this.metrics = metrics;
    this.bodies = bodies;
    this.lists = lists;
    this.credentialReader = credentialReader;
    this.credentialStore = credentialStore;
    this.secretStore = secretStore;
    this.audit = audit;
    this.archive = archive;
    this.login = login;
    this.requestId = requestId;
    this.telemetry = telemetry;
  }

  @Override
  public Future<?> start() {
    listener = new Listener(vertx, options, routes().router(), requestId, telemetry);
    return listener.listen().onSuccess(taken -> port = taken);
  }

  private Paths routes() {
    CredentialsHandler credentials =
        new CredentialsHandler(bodies, lists, credentialReader, credentialStore);
    SecretsHandler secrets = new SecretsHandler(secretStore);
    QuarantineHandler quarantine = new QuarantineHandler(archive, lists);
    Paths api = new Paths(vertx, document, proxies, telemetry);
    api.path("/health/live").get(healthPages::live).only();
    api.path("/health/ready").get(healthPages::ready).only();
    api.path("/metrics").get(this::scrape).only();
    api.path("/admin/credentials")
        .get(admin(credentials::list))
        .post(JsonBody.json(admin(credentials::create)))
        .only();
    api.path("/admin/credentials/:clientId")
        .get(admin(credentials::get))
        .patch(JsonBody.mergePatch(admin(credentials::change)))
        .only();
    api.path("/admin/credentials/:clientId/secrets").post(admin(secrets::add)).only();
    api.path("/admin/credentials/:clientId/secrets/:secretId")
        .delete(admin(secrets::retire))
        .only();
    api.path("/admin/credentials/:clientId/tokens").delete(admin(secrets::endTokens)).only();
    api.path("/admin/audit").get(admin(new AuditHandler(audit, lists)::list)).only();
    api.path("/admin/quarantine").get(admin(quarantine::list)).only();
    api.path("/admin/quarantine/:quarantineId").get(admin(quarantine::get)).only();
    api.path("/openapi.json").get(document::serve).only();
    api.path("/problems/:slug").get(new ProblemPages()).only();
    return api;
  }

  /** For admins, once the database is there. */
  private Handler<RoutingContext> admin(Handler<RoutingContext> handler) {
    Handler<RoutingContext> guarded = login.guard(handler);
    return context -> {
      if (health.phase() == Health.Phase.STARTING) {
        Problem.of(Refusal.STORAGE_UNAVAILABLE, "The gateway is starting; try again.")
            .send(context.response());
      } else {
        guarded.handle(context);
      }
    };
  }

  private void scrape(RoutingContext context) {
    context.response().putHeader("Content-Type", PROMETHEUS_TEXT).end(metrics.scrape());
  }

  @Override
  public Future<?> stop() {
    return listener.shutdown(DRAIN_MAX);
  }

  /** The port that it listens on; 0 before it does. */
  public int port() {
    return port;
  }
}
