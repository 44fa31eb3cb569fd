package io.leadgate;

import io.leadgate.bus.LeadArchive;
import io.leadgate.management.AdminApi;
import io.leadgate.management.AdminLogin;
import io.leadgate.management.AuditHandler;
import io.leadgate.management.CredentialsHandler;
import io.leadgate.management.Health;
import io.leadgate.management.HealthHandler;
import io.leadgate.management.QuarantineHandler;
import io.leadgate.management.SecretsHandler;
import io.leadgate.store.AuditLog;
import io.leadgate.store.CredentialReader;
import io.leadgate.store.CredentialStore;
import io.leadgate.store.SecretStore;
import io.leadgate.store.StateChange;
import io.leadgate.telemetry.DependencyStates;
import io.leadgate.telemetry.Metrics;
import io.leadgate.web.OpenApi;
import io.leadgate.web.answer.AnswerSize;
import io.leadgate.web.body.JsonBody;
import io.leadgate.web.request.TrustedProxies;
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

  AdminApi make(JsonBody bodies, AnswerSize lists) {
    return new AdminApi(
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
