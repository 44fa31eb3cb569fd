package io.leadgate;

import io.leadgate.account.AccountResource;
import io.leadgate.account.CampaignResource;
import io.leadgate.account.LeadSourceResource;
import io.leadgate.account.LeadTypeResource;
import io.leadgate.config.Settings;
import io.leadgate.console.Console;
import io.leadgate.console.access.AccessScreens;
import io.leadgate.console.access.AdminScreens;
import io.leadgate.console.access.AuditScreen;
import io.leadgate.console.access.CredentialScreens;
import io.leadgate.console.access.MeScreens;
import io.leadgate.console.access.PasswordForm;
import io.leadgate.console.frame.Frame;
import io.leadgate.console.frame.Shell;
import io.leadgate.console.setup.SetupScreens;
import io.leadgate.domain.LeadSource;
import io.leadgate.management.Health;
import io.leadgate.signin.BrowserGate;
import io.leadgate.signin.Oidc;
import io.leadgate.signin.PasswordCheck;
import io.leadgate.signin.ProxyUser;
import io.leadgate.signin.Sessions;
import io.leadgate.store.AccountStore;
import io.leadgate.store.AccountTable;
import io.leadgate.store.AdminTable;
import io.leadgate.store.AuditLog;
import io.leadgate.store.CampaignTable;
import io.leadgate.store.CatalogBound;
import io.leadgate.store.CredentialStore;
import io.leadgate.store.LeadSourceTable;
import io.leadgate.store.LeadTypeTable;
import io.leadgate.store.LeadTypeUses;
import io.leadgate.store.Names;
import io.leadgate.store.SecretStore;
import io.leadgate.store.VendorFigures;
import io.leadgate.web.answer.AnswerSize;

/** Makes the parts of the web console out of those that all parts share. */
final class ConsoleWiring {

  private final Wiring shared;

  ConsoleWiring(Wiring shared) {
    this.shared = shared;
  }

  Console console(
      PasswordCheck passwords, ProxyUser proxyUser, BrowserGate browsers, AnswerSize lists) {
    Sessions sessions =
        new Sessions(shared.pools.admins(), shared.random, shared.settings.console());
    AdminTable admins = new AdminTable(shared.pools.admins(), shared.changesByAdmins);
    AdminScreens adminScreens = new AdminScreens(admins, shared.adminUsers, sessions);
    PasswordForm passwordForm =
        new PasswordForm(admins, shared.adminUsers, passwords, adminScreens);
    Shell shell =
        new Shell(
            new Frame.Installation(
                shared.settings.console().banner(), Version.version(), Version.node()),
            shared.clock,
            shared.bodies());
    CredentialStore credentials =
        new CredentialStore(
            shared.pools.admins(), shared.changesByAdmins, shared.random, shared.clock);
    return new Console(
        new Console.Parts(
            shared.vertx,
            shell,
            new Console.WaysIn(
                browsers,
                proxyUser,
                passwords,
                sessions,
                Oidc.of(
                    shared.vertx,
                    shared.settings.oidc(),
                    shared.settings.token().ring(),
                    shared.random,
                    shared.clock)),
            shared.settings.management(),
            () -> shared.health.phase() == Health.Phase.STARTING,
            shared.telemetry,
            shared.publicDocument,
            new AccessScreens(
                new CredentialScreens(
                    credentials,
                    new SecretStore(shared.changesByAdmins, shared.random, shared.clock),
                    Names.ofLeadSources(shared.pools.admins()),
                    shared.clock),
                adminScreens,
                passwordForm,
                new MeScreens(sessions, passwordForm),
                new AuditScreen(new AuditLog(shared.pools.admins()), lists, shared.telemetry)),
            setupScreens(credentials)));
  }

  private SetupScreens setupScreens(CredentialStore credentials) {
    Settings.Limits limits = shared.settings.limits();
    LeadTypeResource types = new LeadTypeResource(limits.fields());
    return SetupScreens.of(
        new SetupScreens.Stores(
            adminsLeadSources(),
            adminsStore(
                new CampaignResource(),
                new CampaignTable(),
                new AccountStore.Capacity(limits.campaigns(), limits.campaignsPerLeadSource())),
            adminsStore(types, new LeadTypeTable(), AccountStore.Capacity.of(limits.leadTypes())),
            credentials,
            new VendorFigures(shared.pools.admins(), shared.pools.searches(), shared.clock),
            new LeadTypeUses(shared.pools.admins()),
            Names.ofLeadTypes(shared.pools.admins())),
        types);
  }

  private AccountStore<LeadSource> adminsLeadSources() {
    return adminsStore(
        new LeadSourceResource(),
        new LeadSourceTable(),
        AccountStore.Capacity.of(shared.settings.limits().leadSources()));
  }

  /** A store of objects that admins read and change. */
  private <T> AccountStore<T> adminsStore(
      AccountResource<T> resource, AccountTable<T> table, AccountStore.Capacity capacity) {
    return new AccountStore<>(
        shared.pools.admins(),
        shared.changesByAdmins,
        table,
        resource.invalid(),
        capacity,
        new CatalogBound(shared.settings.limits().catalogBytes()));
  }
}
