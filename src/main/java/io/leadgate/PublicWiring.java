package io.leadgate;

import io.leadgate.account.AccountHandler;
import io.leadgate.account.AccountResource;
import io.leadgate.account.CampaignResource;
import io.leadgate.account.LeadSourceResource;
import io.leadgate.account.LeadTypeResource;
import io.leadgate.budget.Share;
import io.leadgate.bus.LeadSink;
import io.leadgate.config.Settings;
import io.leadgate.data.LeadReadHandler;
import io.leadgate.loop.Turns;
import io.leadgate.receiver.DuplicateIntake;
import io.leadgate.receiver.EarlierLeads;
import io.leadgate.receiver.FirstLeads;
import io.leadgate.receiver.LeadExecHandler;
import io.leadgate.receiver.LeadExecRoutes;
import io.leadgate.receiver.LeadHandler;
import io.leadgate.receiver.LeadIds;
import io.leadgate.receiver.LeadIntake;
import io.leadgate.receiver.LeadKeys;
import io.leadgate.receiver.ManyLeads;
import io.leadgate.receiver.NewLeads;
import io.leadgate.receiver.OneLead;
import io.leadgate.receiver.PostTurns;
import io.leadgate.receiver.QuarantineIntake;
import io.leadgate.receiver.Senders;
import io.leadgate.receiver.format.LeadParser;
import io.leadgate.receiver.leadexec.V1Reader;
import io.leadgate.receiver.leadexec.V2Reader;
import io.leadgate.store.AccountStore;
import io.leadgate.store.AccountTable;
import io.leadgate.store.CampaignTable;
import io.leadgate.store.CatalogBound;
import io.leadgate.store.LeadSourceTable;
import io.leadgate.store.LeadTypeTable;
import io.leadgate.token.check.Authenticate;
import io.leadgate.token.check.KeyUse;
import io.leadgate.token.check.ScopeGuard;
import io.leadgate.token.check.SenderCheck;
import io.leadgate.token.check.StaticKeys;
import io.leadgate.token.check.TokenVerifier;
import io.leadgate.token.issue.MetadataHandler;
import io.leadgate.token.issue.TokenHandler;
import io.leadgate.web.answer.AnswerSize;
import io.leadgate.web.body.BodyReader;
import io.leadgate.web.body.JsonBody;
import io.leadgate.web.edge.Edge;
import java.util.List;
import java.util.Optional;

/**
 * Makes the parts of the public port that an event loop has for itself, out of those that all event
 * loops share.
 */
final class PublicWiring {

  private final Wiring shared;
  private final Settings settings;
  private final BodyReader bodies;
  private final Authenticate authenticate;

  PublicWiring(Wiring shared) {
    this.shared = shared;
    this.settings = shared.settings;
    this.bodies = shared.bodies();
    this.authenticate =
        new Authenticate(
            new TokenVerifier(shared.vertx, settings.token(), shared.clock),
            shared.tokenCache,
            shared.catalog,
            shared.clock,
            shared.telemetry);
  }

  PublicApi api(Edge edge) {
    Settings.Limits limits = settings.limits();
    ScopeGuard guard = new ScopeGuard(authenticate, shared.catchUp::overPool);
    Turns turns = new Turns(shared.vertx);
    AnswerSize lists = shared.lists(edge, turns, Share.READERS, limits.bodyBytes());

    LeadSink sink = new LeadSink(shared.vertx, shared.ingest);
    LeadIds ids = new LeadIds(shared.splitRandom());
    Senders senders =
        new Senders(shared.catalog::knowledge, shared.catchUp::overPool, senderCheck());
    PostTurns postTurns = new PostTurns(turns);
    LeadIntake leads = leads(sink, ids);
    QuarantineIntake quarantine =
        new QuarantineIntake(
            bodies, shared.strangersRate(), limits, postTurns, sink, ids, shared.telemetry);
    return new PublicApi(
        new LeadHandler(senders, postTurns, leads, quarantine, shared.clock, shared.telemetry),
        new LeadExecRoutes(
            new LeadExecHandler(
                senders, postTurns, bodies, limits, leads, quarantine, shared.telemetry),
            new V1Reader(limits.fields()),
            new V2Reader(new LeadParser(limits), limits.arrayItems()),
            shared.clock,
            shared.telemetry),
        new LeadReadHandler(guard, shared.searches, () -> shared.catalog.get().countries(), lists),
        new TokenHandler(bodies, shared.tokenCalls, shared.failedLogins, shared.telemetry),
        new MetadataHandler(settings.token().issuer()),
        accountHandlers(guard, new JsonBody(bodies, Share.READERS), lists));
  }

  private SenderCheck senderCheck() {
    return new SenderCheck(
        authenticate,
        settings.receiver().staticKeys()
            ? Optional.of(new StaticKeys(shared.catalog, shared.telemetry))
            : Optional.empty(),
        shared.catalog,
        new KeyUse(shared.tokens::keyUsed),
        shared.telemetry);
  }

  private LeadIntake leads(LeadSink sink, LeadIds ids) {
    Settings.Limits limits = settings.limits();
    FirstLeads firstLeads = new FirstLeads(shared.searches.leadOrigins());
    DuplicateIntake duplicates = new DuplicateIntake(limits, sink, ids, shared.telemetry);
    NewLeads leads = new NewLeads(ids, new LeadKeys(settings.lead()));
    EarlierLeads earlier = new EarlierLeads(leads, sink);
    return new LeadIntake(
        bodies,
        limits,
        leads,
        new OneLead(leads, earlier, sink, firstLeads, duplicates),
        new ManyLeads(leads, earlier, sink, firstLeads, duplicates));
  }

  private List<AccountHandler<?>> accountHandlers(
      ScopeGuard guard, JsonBody json, AnswerSize lists) {
    Settings.Limits limits = settings.limits();
    LeadSourceResource sources = new LeadSourceResource();
    LeadTypeResource types = new LeadTypeResource(limits.fields());
    CampaignResource campaigns = new CampaignResource();
    return List.of(
        new AccountHandler<>(
            sources,
            store(sources, new LeadSourceTable(), AccountStore.Capacity.of(limits.leadSources())),
            guard,
            json,
            lists),
        new AccountHandler<>(
            types,
            store(types, new LeadTypeTable(), AccountStore.Capacity.of(limits.leadTypes())),
            guard,
            json,
            lists),
        new AccountHandler<>(
            campaigns,
            store(
                campaigns,
                new CampaignTable(),
                new AccountStore.Capacity(limits.campaigns(), limits.campaignsPerLeadSource())),
            guard,
            json,
            lists));
  }

  private <T> AccountStore<T> store(
      AccountResource<T> resource, AccountTable<T> table, AccountStore.Capacity capacity) {
    return new AccountStore<>(
        shared.pools.accounts(),
        shared.changesByClients,
        table,
        resource.invalid(),
        capacity,
        new CatalogBound(settings.limits().catalogBytes()));
  }
}
