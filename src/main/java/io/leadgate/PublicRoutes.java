package io.leadgate;

import io.leadgate.budget.Draws;
import io.leadgate.budget.Share;
import io.leadgate.bus.LeadArchive;
import io.leadgate.bus.LeadSink;
import io.leadgate.bus.TokenDesk;
import io.leadgate.catalog.AccountStore;
import io.leadgate.catalog.AccountTable;
import io.leadgate.catalog.CampaignTable;
import io.leadgate.catalog.Capacity;
import io.leadgate.catalog.CatalogBound;
import io.leadgate.catalog.CurrentCatalog;
import io.leadgate.catalog.LeadSourceTable;
import io.leadgate.catalog.LeadTypeTable;
import io.leadgate.catalog.StateChange;
import io.leadgate.config.LimitSettings;
import io.leadgate.config.Settings;
import io.leadgate.domain.LeadIds;
import io.leadgate.domain.StrangersRate;
import io.leadgate.http.Authenticate;
import io.leadgate.http.BodyReader;
import io.leadgate.http.JsonBody;
import io.leadgate.http.LargeAnswers;
import io.leadgate.http.OpenApi;
import io.leadgate.http.Routes;
import io.leadgate.http.ScopeGuard;
import io.leadgate.http.TrustedProxies;
import io.leadgate.http.account.AccountHandler;
import io.leadgate.http.account.CampaignResource;
import io.leadgate.http.account.LeadSourceResource;
import io.leadgate.http.account.LeadTypeResource;
import io.leadgate.http.account.Resource;
import io.leadgate.http.data.LeadReadHandler;
import io.leadgate.http.oauth.MetadataHandler;
import io.leadgate.http.oauth.TokenHandler;
import io.leadgate.http.receiver.LeadHandler;
import io.leadgate.http.receiver.LeadIntake;
import io.leadgate.http.receiver.ManyLeads;
import io.leadgate.http.receiver.NewLeads;
import io.leadgate.http.receiver.OneLead;
import io.leadgate.http.receiver.QuarantineIntake;
import io.leadgate.http.receiver.Turns;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.token.FailedLogins;
import io.leadgate.token.TokenCache;
import io.leadgate.token.TokenVerifier;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The part of the composition root that wires the handlers of one HTTP verticle; what is handed to
 * it is shared by all of them.
 */
record PublicRoutes(
    OpenApi document,
    TrustedProxies proxies,
    Settings settings,
    Vertx vertx,
    Pool accounts,
    CurrentCatalog catalog,
    StateChange stateChange,
    TokenCache tokenCache,
    LeadArchive archive,
    TokenDesk tokenDesk,
    FailedLogins failedLogins,
    long pageBytes,
    InstantSource clock,
    Telemetry telemetry) {

  /** Clients give a request up after some 5 to 30 s. */
  private static final Duration ARRAY_WAIT_MAX = Duration.ofSeconds(5);

  /**
   * @param random for the verticle alone
   * @param draws on its event loop
   */
  Routes make(SplittableRandom random, Draws draws) {
    LeadSink sink = new LeadSink(vertx, settings.storage());
    BodyReader bodies = bodies();
    TokenVerifier verifier = new TokenVerifier(vertx, settings.token(), clock);
    Authenticate authenticate = new Authenticate(verifier, tokenCache, catalog, clock, telemetry);
    ScopeGuard guard = new ScopeGuard(authenticate);
    LeadIds ids = new LeadIds(random);
    NewLeads news = new NewLeads(ids);
    LimitSettings limits = settings.limits();
    LargeAnswers lists =
        new LargeAnswers(
            draws, Share.READERS, Math.max(pageBytes, limits.bodyBytes()), limits.budgetBytes());
    return new Routes(
        document,
        proxies,
        new LeadHandler(
            catalog,
            authenticate,
            new LeadIntake(
                bodies,
                limits,
                new Turns(vertx, ARRAY_WAIT_MAX),
                new OneLead(news, sink),
                new ManyLeads(news, sink)),
            new QuarantineIntake(
                bodies,
                new StrangersRate(settings.quarantine().strangersPerSecond(), System.nanoTime()),
                limits,
                sink,
                ids,
                telemetry),
            clock,
            telemetry),
        new LeadReadHandler(guard, archive, () -> catalog.get().countries(), lists),
        new TokenHandler(bodies, tokenDesk, failedLogins, telemetry),
        new MetadataHandler(settings.token().issuer()),
        account(guard, new JsonBody(bodies, Share.READERS), lists));
  }

  private List<AccountHandler<?>> account(ScopeGuard guard, JsonBody bodies, LargeAnswers lists) {
    return List.of(
        account(
            new LeadSourceResource(),
            new LeadSourceTable(),
            Capacity.of(settings.limits().leadSources()),
            guard,
            bodies,
            lists),
        account(
            new LeadTypeResource(settings.limits().fields()),
            new LeadTypeTable(),
            Capacity.of(settings.limits().leadTypes()),
            guard,
            bodies,
            lists),
        account(
            new CampaignResource(),
            new CampaignTable(),
            new Capacity(settings.limits().campaigns(), settings.limits().campaignsPerLeadSource()),
            guard,
            bodies,
            lists));
  }

  private <T> AccountHandler<T> account(
      Resource<T> resource,
      AccountTable<T> table,
      Capacity capacity,
      ScopeGuard guard,
      JsonBody bodies,
      LargeAnswers lists) {
    AccountStore<T> store =
        new AccountStore<>(
            accounts,
            stateChange,
            table,
            resource.invalid(),
            capacity,
            new CatalogBound(settings.limits().catalogBytes()));
    return new AccountHandler<>(resource, store, guard, bodies, lists);
  }

  /** One for each verticle. */
  BodyReader bodies() {
    return new BodyReader(vertx, settings.http().requestTimeout());
  }
}
