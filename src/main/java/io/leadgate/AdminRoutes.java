package io.leadgate;

import io.leadgate.bus.LeadArchive;
import io.leadgate.catalog.AuditLog;
import io.leadgate.catalog.CredentialReader;
import io.leadgate.catalog.CredentialStore;
import io.leadgate.catalog.SecretStore;
import io.leadgate.catalog.StateChange;
import io.leadgate.http.JsonBody;
import io.leadgate.http.LargeAnswers;
import io.leadgate.http.OpenApi;
import io.leadgate.http.TrustedProxies;
import io.leadgate.management.AdminLogin;
import io.leadgate.management.AuditHandler;
import io.leadgate.management.CredentialsHandler;
import io.leadgate.management.Health;
import io.leadgate.management.HealthHandler;
import io.leadgate.management.ManagementRoutes;
import io.leadgate.management.QuarantineHandler;
import io.leadgate.management.SecretsHandler;
import io.leadgate.telemetry.DependencyStates;
import io.leadgate.telemetry.Metrics;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The part of the composition root that wires the handlers of the management listener. */
record AdminRoutes(
    TrustedProxies proxies,
    Health health,
    DependencyStates dependencies,
    Metrics metrics,
    AdminLogin login,
    Pool admins,
    StateChange stateChange,
    LeadArchive archive,
    SecureRandom random,
    InstantSource clock) {

  ManagementRoutes make(JsonBody bodies, LargeAnswers lists) {
    return new ManagementRoutes(
        OpenApi.managementListener(Version.version()),
        proxies,
        health,
        new HealthHandler(health, dependencies, Version.node(), Version.version()),
        metrics,
        login,
        new CredentialsHandler(
            bodies,
            lists,
            new CredentialReader(admins),
            new CredentialStore(stateChange, random, clock)),
        new SecretsHandler(new SecretStore(stateChange, random, clock)),
        new AuditHandler(new AuditLog(admins), lists),
        new QuarantineHandler(archive, lists));
  }
}
