package io.leadgate;

import io.leadgate.budget.Share;
import io.leadgate.bus.LeadArchive;
import io.leadgate.bus.LeadSink;
import io.leadgate.catalog.CatalogRefresh;
import io.leadgate.catalog.CurrentCatalog;
import io.leadgate.config.Settings;
import io.leadgate.management.AdminLogin;
import io.leadgate.management.AdminUsers;
import io.leadgate.management.Health;
import io.leadgate.persistence.PersistenceVerticle;
import io.leadgate.postgres.CommitGate;
import io.leadgate.postgres.Migrations;
import io.leadgate.postgres.PostgresOptions;
import io.leadgate.postgres.PostgresPools;
import io.leadgate.redis.RedisCalls;
import io.leadgate.store.LastUseTable;
import io.leadgate.store.RevokedTokens;
import io.leadgate.store.StateChange;
import io.leadgate.telemetry.DependencyStates;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.EventLog;
import io.leadgate.telemetry.Metrics;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.token.check.TokenCache;
import io.leadgate.token.issue.FailedLogins;
import io.leadgate.token.issue.TokenDesk;
import io.leadgate.token.issue.TokenVerticle;
import io.leadgate.web.HttpVerticle;
import io.leadgate.web.OpenApi;
import io.leadgate.web.answer.AnswerSize;
import io.leadgate.web.answer.RequestId;
import io.leadgate.web.body.JsonBody;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.TrustedProxies;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The composition root: everything that lives as long as the gateway is made here and handed to
 * what needs it, and the order in which things start and stop stands here and nowhere else.
 */
public final class Gateway {

  /** What waits for Postgres while the gateway stops; less than {@link #DRAIN_MAX}. */
  private static final Duration HURRY = Duration.ofSeconds(4);

  /** How long a request that is in flight may still take once the gateway stops. */
  private static final Duration DRAIN_MAX = Duration.ofSeconds(7);

  /** The same for a request of an admin, at the end of all. */
  private static final Duration MANAGEMENT_DRAIN_MAX = Duration.ofSeconds(1);

  /** A client that waits for a server which hangs must not hold up the stop. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private final Settings settings;
  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final Health health = new Health();
  private final DependencyStates dependencies = new DependencyStates(clock);
  private final Metrics metrics = new Metrics();
  private final Telemetry telemetry = Telemetry.all(dependencies, metrics, new EventLog());
  private final CurrentCatalog catalog = new CurrentCatalog();
  private final Vertx vertx;
  private final Edges edges;
  private final TrustedProxies proxies;
  private final PostgresPools pools;
  private final RedisCalls redis;
  private final LeadArchive archive;
  private final AdminUsers adminUsers;
  private final Migrating startup;
  private final CatalogRefresh catalogRefresh;
  private final PublicRoutes publicRoutes;
  private final PersistenceVerticle persistence;
  private final TokenVerticle tokens;
  private final HttpVerticle management;
  private final List<HttpVerticle> https;

  public Gateway(Settings settings) {
    this.settings = settings;
    vertx = VertxInstance.open(settings);
    long pageBytes = PostgresOptions.pageBytes(settings);
    proxies = new TrustedProxies(settings.http().trustedNetworks());
    edges = new Edges(settings, proxies, metrics.gauges(), telemetry);
    pools = PostgresPools.open(vertx, settings);
    CommitGate gate = new CommitGate(settings, telemetry);
    redis = new RedisCalls(vertx, settings.redis(), telemetry);
    TokenCache tokenCache = new TokenCache(settings.token().cacheMax(), redis, clock);
    archive = new LeadArchive(vertx);
    TokenDesk tokenDesk = new TokenDesk(vertx);
    adminUsers = new AdminUsers(vertx, pools.admins(), random);
    startup = new Migrating(vertx, new Migrations(vertx, settings.postgres().uri()), telemetry);
    catalogRefresh = new CatalogRefresh(settings, catalog, gate, redis, clock, telemetry);
    StateChange byClients = new StateChange(pools.accounts(), catalogRefresh::changed, telemetry);
    publicRoutes =
        new PublicRoutes(
            OpenApi.publicListener(Version.version()),
            proxies,
            settings,
            vertx,
            pools.accounts(),
            catalog,
            byClients,
            tokenCache,
            archive,
            tokenDesk,
            new FailedLogins(settings.limits(), redis, clock, telemetry),
            pageBytes,
            clock,
            telemetry);
    LeadSink sink = new LeadSink(vertx, settings.storage());
    persistence =
        new PersistenceVerticle(settings, pools, gate, sink, archive, clock, metrics, telemetry);
    tokens =
        new TokenVerticle(
            tokenDesk,
            settings.token(),
            catalog,
            tokenCache,
            redis,
            new RevokedTokens(pools.accounts(), byClients, settings.limits()),
            new LastUseTable(pools.accounts()),
            random,
            clock,
            telemetry);
    management = management(pageBytes);
    https = Stream.generate(this::http).limit(settings.http().eventLoopsHere()).toList();
    metrics.gauges().watchDependencies(dependencies);
  }

  private HttpVerticle management(long pageBytes) {
    AdminRoutes routes =
        new AdminRoutes(
            proxies,
            health,
            dependencies,
            metrics,
            new AdminLogin(vertx, adminUsers, random, telemetry),
            pools.admins(),
            new StateChange(pools.admins(), catalogRefresh::changed, telemetry),
            archive,
            random,
            clock);
    Edge edge = edges.ofManagementListener();
    return new HttpVerticle(
        edge.options(),
        routes
            .make(
                new JsonBody(publicRoutes.bodies(), Share.ADMINS),
                new AnswerSize(
                    edge,
                    Share.ADMINS,
                    Math.max(pageBytes, settings.limits().quarantineBodyBytes()),
                    settings.limits().budgetBytes()))
            .router(vertx, telemetry),
        new RequestId(split()),
        edge,
        telemetry);
  }

  private SplittableRandom split() {
    return new SplittableRandom(random.nextLong());
  }

  private HttpVerticle http() {
    Edge edge = edges.ofPublicListener();
    return new HttpVerticle(
        edge.options(),
        publicRoutes.make(split(), edge).router(vertx, telemetry),
        new RequestId(split()),
        edge,
        telemetry);
  }

  /**
   * Completes when the public listener takes requests. Waits for a Postgres that is not there yet,
   * with the health pages up meanwhile; fails when something has to be set right first, and has
   * then stopped again.
   */
  public Future<Void> start() {
    long began = System.nanoTime();
    Promise<Void> started = Promise.promise();
    deploy(management)
        .compose(up -> startup.migrate())
        .compose(migrated -> adminUsers.makeFirst(settings.admin()))
        .compose(first -> deploy(catalogRefresh))
        .compose(up -> deploy(tokens))
        .compose(up -> deploy(persistence))
        .compose(up -> Future.all(https.stream().map(this::deploy).toList()))
        .onSuccess(
            up -> {
              health.ready();
              telemetry.emit(
                  new Event.Started(
                      httpPort(), managementPort(), Duration.ofNanos(System.nanoTime() - began)));
              started.complete();
            })
        .onFailure(failure -> close().onComplete(closed -> started.fail(failure)));
    return started.future();
  }

  private Future<?> deploy(Deployable verticle) {
    return vertx.deployVerticle(verticle);
  }

  /**
   * Stops accepting, answers what is in flight, commits what is queued, and then closes everything.
   * Takes at most 10 s; what is not committed by then was not acknowledged.
   */
  public Future<Void> stop() {
    long began = System.nanoTime();
    telemetry.emit(new Event.Stopping());
    health.stopping();
    startup.abandon();
    persistence.hurry(HURRY);
    Promise<Void> stopped = Promise.promise();
    Future.join(https.stream().map(http -> http.drain(DRAIN_MAX)).toList())
        .transform(drained -> Future.join(persistence.drain(), tokens.drain()))
        .onComplete(
            drained ->
                close()
                    .onComplete(
                        closed -> {
                          telemetry.emit(
                              new Event.Stopped(Duration.ofNanos(System.nanoTime() - began)));
                          stopped.handle(closed);
                        }));
    return stopped.future();
  }

  /** Its future belongs to no event loop, since by then there is none to complete it on. */
  private Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    persistence.closing();
    Future.join(pools.close(), startup.over())
        .timeout(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .transform(poolClosed -> redis.close())
        .transform(redisClosed -> management.drain(MANAGEMENT_DRAIN_MAX))
        .onComplete(
            drained -> {
              metrics.close();
              vertx
                  .close()
                  .timeout(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)
                  .onComplete(vertxClosed -> closed.complete());
            });
    return closed.future();
  }

  public int httpPort() {
    return https.getFirst().port();
  }

  public int managementPort() {
    return management.port();
  }
}
