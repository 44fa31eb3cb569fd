package io.leadgate;

import io.leadgate.account.AccountHandler;
import io.leadgate.account.CampaignResource;
import io.leadgate.account.LeadSourceResource;
import io.leadgate.account.LeadTypeResource;
import io.leadgate.account.Resource;
import io.leadgate.budget.Draws;
import io.leadgate.budget.Share;
import io.leadgate.bus.LeadArchive;
import io.leadgate.bus.LeadSink;
import io.leadgate.catalog.CurrentCatalog;
import io.leadgate.config.LimitSettings;
import io.leadgate.config.Settings;
import io.leadgate.data.LeadReadHandler;
import io.leadgate.domain.StrangersRate;
import io.leadgate.receiver.LeadHandler;
import io.leadgate.receiver.LeadIds;
import io.leadgate.receiver.LeadIntake;
import io.leadgate.receiver.ManyLeads;
import io.leadgate.receiver.NewLeads;
import io.leadgate.receiver.OneLead;
import io.leadgate.receiver.QuarantineIntake;
import io.leadgate.receiver.Turns;
import io.leadgate.store.AccountStore;
import io.leadgate.store.AccountTable;
import io.leadgate.store.CampaignTable;
import io.leadgate.store.Capacity;
import io.leadgate.store.CatalogBound;
import io.leadgate.store.LeadSourceTable;
import io.leadgate.store.LeadTypeTable;
import io.leadgate.store.StateChange;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.token.check.Authenticate;
import io.leadgate.token.check.ScopeGuard;
import io.leadgate.token.check.TokenCache;
import io.leadgate.token.check.TokenVerifier;
import io.leadgate.token.issue.FailedLogins;
import io.leadgate.token.issue.MetadataHandler;
import io.leadgate.token.issue.TokenDesk;
import io.leadgate.token.issue.TokenHandler;
import io.leadgate.web.OpenApi;
import io.leadgate.web.answer.AnswerSize;
import io.leadgate.web.body.BodyReader;
import io.leadgate.web.body.JsonBody;
import io.leadgate.web.request.TrustedProxies;
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
  PublicApi make(SplittableRandom random, Draws draws) {
    LeadSink sink = new LeadSink(vertx, settings.storage());
    BodyReader bodies = bodies();
    TokenVerifier verifier = new TokenVerifier(vertx, settings.token(), clock);
    Authenticate authenticate = new Authenticate(verifier, tokenCache, catalog, clock, telemetry);
    ScopeGuard guard = new ScopeGuard(authenticate);
    LeadIds ids = new LeadIds(random);
    NewLeads news = new NewLeads(ids);
    LimitSettings limits = settings.limits();
    AnswerSize lists =
        new AnswerSize(
            draws, Share.READERS, Math.max(pageBytes, limits.bodyBytes()), limits.budgetBytes());
    return new PublicApi(
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

  private List<AccountHandler<?>> account(ScopeGuard guard, JsonBody bodies, AnswerSize lists) {
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
      AnswerSize lists) {
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
