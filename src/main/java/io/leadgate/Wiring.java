package io.leadgate;

import io.leadgate.budget.Budget;
import io.leadgate.budget.Share;
import io.leadgate.bus.BusAddress;
import io.leadgate.bus.IngestBus;
import io.leadgate.bus.SearchBus;
import io.leadgate.catalog.CatalogHints;
import io.leadgate.catalog.CatalogRefresh;
import io.leadgate.catalog.CatchUp;
import io.leadgate.catalog.CurrentCatalog;
import io.leadgate.config.Settings;
import io.leadgate.console.Console;
import io.leadgate.domain.QuarantineLane;
import io.leadgate.domain.RequestRate;
import io.leadgate.duplicates.upkeep.HashUpkeep;
import io.leadgate.loop.Turns;
import io.leadgate.management.AdminApi;
import io.leadgate.management.AuditHandler;
import io.leadgate.management.CredentialsHandler;
import io.leadgate.management.Health;
import io.leadgate.management.HealthHandler;
import io.leadgate.management.MountedPages;
import io.leadgate.management.QuarantineHandler;
import io.leadgate.management.SecretsHandler;
import io.leadgate.persistence.BatchTable;
import io.leadgate.persistence.ContactSummaries;
import io.leadgate.persistence.DuplicatesRetention;
import io.leadgate.persistence.FeedBase;
import io.leadgate.persistence.GroupCommit;
import io.leadgate.persistence.Housekeeping;
import io.leadgate.persistence.KeySweep;
import io.leadgate.persistence.KeysUnderWay;
import io.leadgate.persistence.Lanes;
import io.leadgate.persistence.LeadLookTable;
import io.leadgate.persistence.LeadOrigins;
import io.leadgate.persistence.LeadSearch;
import io.leadgate.persistence.LeadTable;
import io.leadgate.persistence.Partitions;
import io.leadgate.persistence.PersistenceVerticle;
import io.leadgate.persistence.QuarantineCount;
import io.leadgate.persistence.QuarantineSearch;
import io.leadgate.persistence.QuarantineTable;
import io.leadgate.persistence.SilentSources;
import io.leadgate.persistence.lane.LaneLimits;
import io.leadgate.postgres.BatchConnection;
import io.leadgate.postgres.CommitGate;
import io.leadgate.postgres.Migrations;
import io.leadgate.postgres.PostgresDriver;
import io.leadgate.postgres.PostgresOptions;
import io.leadgate.postgres.PostgresPools;
import io.leadgate.postgres.ServerMatch;
import io.leadgate.redis.RedisCalls;
import io.leadgate.signin.AdminGuard;
import io.leadgate.signin.AdminUsers;
import io.leadgate.signin.BrowserGate;
import io.leadgate.signin.GuardedCall;
import io.leadgate.signin.PasswordCheck;
import io.leadgate.signin.ProxyUser;
import io.leadgate.signin.RefusedSignIns;
import io.leadgate.store.AuditLog;
import io.leadgate.store.CredentialStore;
import io.leadgate.store.LastUseTable;
import io.leadgate.store.RevokedTokens;
import io.leadgate.store.SecretStore;
import io.leadgate.store.StateChange;
import io.leadgate.telemetry.DependencyStates;
import io.leadgate.telemetry.EventLog;
import io.leadgate.telemetry.Gauges;
import io.leadgate.telemetry.Lane;
import io.leadgate.telemetry.ListenerName;
import io.leadgate.telemetry.Metrics;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.token.check.TokenCache;
import io.leadgate.token.check.TokenVerifier;
import io.leadgate.token.issue.ClientCheck;
import io.leadgate.token.issue.FailedLogins;
import io.leadgate.token.issue.LastUse;
import io.leadgate.token.issue.OwnTokens;
import io.leadgate.token.issue.TokenCall;
import io.leadgate.token.issue.TokenIssuer;
import io.leadgate.token.issue.TokenResult;
import io.leadgate.token.issue.TokenReuse;
import io.leadgate.token.issue.TokenVerticle;
import io.leadgate.web.ApiRouter;
import io.leadgate.web.HttpVerticle;
import io.leadgate.web.OpenApi;
import io.leadgate.web.ServerOptions;
import io.leadgate.web.answer.AnswerSize;
import io.leadgate.web.answer.RequestId;
import io.leadgate.web.body.BodyReader;
import io.leadgate.web.body.JsonBody;
import io.leadgate.web.edge.Connections;
import io.leadgate.web.edge.Edge;
import io.leadgate.web.request.TrustedProxies;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.pgclient.PgConnectOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes every part of the gateway and passes it the parts that it needs. A part is made after the
 * parts on which it depends; {@link PublicWiring} makes those of the public port that each event
 * loop has for itself. {@link Gateway} starts the parts.
 */
final class Wiring {

  /**
   * No bound, because a start waits for Postgres in any case, and because the stop interrupts a
   * bounded wait at a time when no event loop can take its end.
   */
  private static final Duration MIGRATION_LOGIN_MAX = Duration.ZERO;

  /** For lanes that rest, because a second connection would go on; and for looks, which are few. */
  private static final int ONE_CONNECTION = 1;

  // Shared by all parts.
  final InstantSource clock;
  final SecureRandom random = new SecureRandom();
  private final DependencyStates dependencies;
  final Settings settings;
  final Metrics metrics = new Metrics();
  final Telemetry telemetry;
  final Health health = new Health();
  final Vertx vertx;

  // Memory and connections of callers.
  private final Budget budget;
  private final TrustedProxies proxies;
  private final Connections publicConnections;
  private final Connections managementConnections;

  // Postgres and Redis.
  private final ServerMatch match = new ServerMatch();
  private final PostgresDriver postgres = PostgresDriver.to(match);
  final PostgresPools pools;
  final Migrating migrating;
  final RedisCalls redis;
  private final CommitGate gate;

  // The catalogue, and the changes of its rows.
  final CurrentCatalog catalog = new CurrentCatalog(match);
  final CatchUp catchUp;
  final CatalogRefresh catalogRefresh;
  final StateChange changesByClients;
  final StateChange changesByAdmins;

  // Leads and their search.
  final IngestBus ingest;
  final SearchBus searches;
  private final FeedBase feedBase;
  private final SilentSources silentSources;
  private final Housekeeping housekeeping;
  final PersistenceVerticle persistence;
  final HashUpkeep hashUpkeep;

  // Tokens.
  final TokenCache tokenCache;
  final BusAddress<TokenCall, TokenResult> tokenCalls;
  final FailedLogins failedLogins;
  final TokenVerticle tokens;

  // The two ports.
  final OpenApi publicDocument = OpenApi.publicListener(Version.version());
  final AdminUsers adminUsers;
  final HttpVerticle management;

  /** The calls of admins, and the right that each call needs. */
  List<GuardedCall> adminCalls = List.of();

  /** The verticles of the public port, an instance for each event loop. */
  final List<HttpVerticle> publicPort;

  Wiring(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    dependencies = new DependencyStates(clock);
    EventLog log = new EventLog(clock);
    telemetry = Telemetry.all(dependencies, metrics, log);
    vertx = VertxInstance.open(settings, metrics);
    vertx.setPeriodic(1_000, timer -> log.tellOfRefusedCallers());

    budget = new Budget(settings.limits().budgetBytes());
    Settings.Http http = settings.http();
    proxies = new TrustedProxies(http.trustedNetworks());
    publicConnections =
        new Connections(http.connectionsMax(), http.connectionsPerAddress(), proxies::isTrusted);
    managementConnections = Connections.upTo(settings.management().connectionsMax());

    pools = PostgresPools.open(vertx, postgres, settings);
    catchUp = new CatchUp(catalog, match, pools.accounts(), clock, telemetry);
    migrating =
        new Migrating(
            vertx,
            new Migrations(settings.postgres().uri(), MIGRATION_LOGIN_MAX),
            settings.storage().migrate(),
            telemetry);
    redis = new RedisCalls(vertx, settings.redis(), telemetry);
    gate = new CommitGate(settings, telemetry);

    catalogRefresh =
        new CatalogRefresh(
            settings.catalog().poll(),
            CatalogRefresh.connection(vertx, settings.postgres()),
            match,
            catchUp,
            new CatalogHints(vertx, redis),
            gate,
            redis,
            telemetry);
    changesByClients =
        new StateChange(vertx, "clients", pools.accounts(), catalogRefresh::changed, telemetry);
    changesByAdmins =
        new StateChange(vertx, "admins", pools.admins(), catalogRefresh::changed, telemetry);
    ingest = IngestBus.of(vertx, settings.storage());
    searches = SearchBus.of(vertx);
    LeadOrigins leadOrigins = new LeadOrigins(pools.searches());
    feedBase = new FeedBase(pools.admins(), telemetry);
    silentSources = new SilentSources(pools.searches(), clock);
    housekeeping =
        new Housekeeping(
            vertx,
            new Partitions(pools.admins(), clock, telemetry),
            new QuarantineCount(pools.admins(), telemetry),
            new DuplicatesRetention(
                pools.admins(), settings.quarantine().duplicatesRetention(), clock, telemetry),
            new ContactSummaries(pools.searches(), clock),
            new KeySweep(
                vertx,
                new BatchConnection(vertx, postgres, KeySweep.connect(settings.postgres())),
                settings.lead().idempotencySweep(),
                telemetry),
            silentSources,
            telemetry);
    persistence =
        new PersistenceVerticle(
            ingest,
            searches,
            lanes(),
            new LeadSearch(pools.searches(), leadOrigins),
            leadOrigins,
            new QuarantineSearch(pools.searches()),
            feedBase,
            housekeeping);
    hashUpkeep =
        new HashUpkeep(
            vertx,
            new BatchConnection(vertx, postgres, HashUpkeep.connect(settings.postgres())),
            () -> catalog.get().version(),
            HashUpkeep.Pace.of(
                IngestBus.timeout(settings.storage()), settings.http().requestTimeout()),
            telemetry);

    tokenCache = new TokenCache(settings.token().cacheMax(), redis, clock);
    tokenCalls = TokenVerticle.address(vertx);
    failedLogins = new FailedLogins(settings.limits(), redis, clock, telemetry);
    tokens =
        new TokenVerticle(
            tokenCalls,
            catchUp::overPool,
            new ClientCheck(catalog, random),
            new TokenReuse(
                new TokenIssuer(vertx, settings.token(), clock),
                settings.token().reuse(),
                tokenCache,
                redis,
                jti -> catalog.get().revokedTokens().containsKey(jti),
                clock),
            new OwnTokens(
                new TokenVerifier(vertx, settings.token(), clock),
                tokenCache,
                catalog,
                new RevokedTokens(pools.accounts(), changesByClients, settings.limits())),
            new LastUse(new LastUseTable(pools.accounts()), clock),
            telemetry);

    adminUsers = new AdminUsers(vertx, pools.admins(), random);
    management = management();
    publicPort = Stream.generate(this::publicPort).limit(settings.http().eventLoopsHere()).toList();
    watch();
  }

  /** The lanes into Postgres, each with its own queue, batches and connections. */
  private Lanes lanes() {
    Settings.Postgres connections = settings.postgres();
    LaneLimits limits = LaneLimits.ofLeads(settings);
    KeysUnderWay keysUnderWay = new KeysUnderWay();
    return new Lanes(
        lane(Lane.LEADS, new LeadTable(), connections.leadConnections(), limits),
        lane(Lane.KEYED_LEADS, new LeadTable(), connections.keyedLeadConnections(), limits),
        keysUnderWay,
        lane(Lane.LOOKS, new LeadLookTable(keysUnderWay), ONE_CONNECTION, limits),
        lane(
            Lane.SIGNED,
            new QuarantineTable(QuarantineLane.SIGNED, settings.quarantine().signedRowsMax()),
            connections.quarantineConnections(),
            LaneLimits.ofSigned(settings)),
        lane(
            Lane.STRANGERS,
            new QuarantineTable(QuarantineLane.STRANGERS, settings.quarantine().strangersRowsMax()),
            ONE_CONNECTION,
            LaneLimits.ofStrangers(settings)),
        lane(
            Lane.DUPLICATES,
            new QuarantineTable(
                QuarantineLane.DUPLICATES, settings.quarantine().duplicatesRowsMax()),
            ONE_CONNECTION,
            LaneLimits.ofDuplicates(settings)),
        strangersRate());
  }

  private <T, R> GroupCommit<T, R> lane(
      Lane lane, BatchTable<T, R> table, int connections, LaneLimits limits) {
    PgConnectOptions options = PostgresOptions.connectLane(settings);
    GroupCommit<T, R> commit =
        new GroupCommit<>(
            vertx,
            lane,
            table,
            IntStream.range(0, connections).mapToObj(i -> connection(lane, options)).toList(),
            gate,
            catchUp::on,
            limits,
            housekeeping::makePartitions,
            telemetry);
    metrics.gauges().watchLane(lane, commit::rowsWaiting, limits.queuedRows(), commit::oldestWait);
    return commit;
  }

  private BatchConnection connection(Lane lane, PgConnectOptions options) {
    return switch (lane) {
      case LEADS, KEYED_LEADS, LOOKS ->
          new BatchConnection(vertx, postgres, options, feedBase::check);
      case SIGNED, STRANGERS, DUPLICATES -> new BatchConnection(vertx, postgres, options);
    };
  }

  RequestRate strangersRate() {
    return new RequestRate(settings.quarantine().strangersPerSecond(), System.nanoTime());
  }

  private HttpVerticle management() {
    Edge edge =
        new Edge(
            ListenerName.MANAGEMENT,
            Share.ADMINS,
            managementConnections,
            budget,
            1,
            ServerOptions.managementListener(settings),
            settings,
            telemetry);
    AnswerSize lists =
        lists(edge, new Turns(vertx), Share.ADMINS, settings.limits().quarantineBodyBytes());
    PasswordCheck passwords =
        new PasswordCheck(
            vertx,
            adminUsers,
            new RefusedSignIns(pools.admins(), clock, telemetry),
            random,
            telemetry);
    ProxyUser proxyUser = new ProxyUser(settings.management(), adminUsers);
    BrowserGate browsers = new BrowserGate(settings.management(), proxyUser);
    Console console = new ConsoleWiring(this).console(passwords, proxyUser, browsers, lists);
    AdminApi api =
        new AdminApi(
            health,
            new HealthHandler(
                health,
                dependencies,
                persistence::areLeadsHeldUp,
                Version.node(),
                Version.version()),
            metrics,
            browsers,
            new AdminGuard(passwords, proxyUser, telemetry),
            new CredentialsHandler(
                new JsonBody(bodies(), Share.ADMINS),
                lists,
                new CredentialStore(pools.admins(), changesByAdmins, random, clock)),
            new SecretsHandler(new SecretStore(changesByAdmins, random, clock)),
            new AuditHandler(new AuditLog(pools.admins()), lists),
            new QuarantineHandler(searches, lists),
            new MountedPages(console::redirect, console.router(), console.calls()));
    OpenApi document = OpenApi.managementListener(Version.version());
    TrustedProxies inFront = new TrustedProxies(settings.management().trustedNetworks());
    AdminApi.Routed routed = api.routed(new ApiRouter(vertx, document, inFront, telemetry));
    adminCalls = routed.calls();
    return port(edge, routed.router());
  }

  private HttpVerticle publicPort() {
    Edge edge =
        new Edge(
            ListenerName.PUBLIC,
            Share.STRANGERS,
            publicConnections,
            budget,
            settings.http().eventLoopsHere(),
            ServerOptions.publicListener(settings),
            settings,
            telemetry);
    return port(
        edge,
        new PublicWiring(this)
            .api(edge)
            .router(new ApiRouter(vertx, publicDocument, proxies, telemetry)));
  }

  private HttpVerticle port(Edge edge, Router router) {
    return new HttpVerticle(edge, router, new RequestId(splitRandom()), telemetry);
  }

  /** Bounds lists whose single items have at most so many bytes. */
  AnswerSize lists(Edge edge, Turns turns, Share share, int itemBytesMax) {
    long pageBytes = Math.max(PostgresOptions.pageBytes(settings), itemBytesMax);
    return new AnswerSize(edge, turns, share, pageBytes, settings.limits().budgetBytes());
  }

  BodyReader bodies() {
    return new BodyReader(vertx, settings.http().requestTimeout(), health::isStopping);
  }

  SplittableRandom splitRandom() {
    return new SplittableRandom(random.nextLong());
  }

  /** Connects the gauges to the parts that provide their values. */
  private void watch() {
    Gauges gauges = metrics.gauges();
    gauges.watchDirectMemory(
        PlatformDependent::usedDirectMemory, PlatformDependent.maxDirectMemory());
    gauges.watchDependencies(dependencies);
    gauges.watchSilentSources(silentSources::last);
    gauges.watchConnections(ListenerName.PUBLIC, publicConnections::open);
    gauges.watchConnections(ListenerName.MANAGEMENT, managementConnections::open);
    for (Share share : Share.values()) {
      gauges.watchBudget(share.code(), () -> budget.used(share), budget.max(share));
    }
  }
}
