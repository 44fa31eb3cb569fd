package io.leadgate.token.issue;

import io.leadgate.store.LastUseTable;
import io.leadgate.token.issue.ClientCheck.Client;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Collects the times of the last use of clients and secrets in memory and writes them to Postgres
 * now and then, so that no request waits for the write. A killed node loses the latest times.
 * Confined to one event loop.
 */
public final class LastUse {

  private final LastUseTable table;
  private final InstantSource clock;
  private final Map<UUID, Instant> secrets = new HashMap<>();
  private final Map<UUID, Instant> clients = new HashMap<>();

  public LastUse(LastUseTable table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
  }

  void note(Client client) {
    Instant now = clock.instant();
    secrets.put(client.secretId(), now);
    clients.put(client.credential().clientId(), now);
  }

  /** Writes the collected times. Times that could not be written are kept for the next write. */
  Future<Void> write() {
    if (clients.isEmpty()) {
      return Future.succeededFuture();
    }
    Map<UUID, Instant> usedSecrets = Map.copyOf(secrets);
    Map<UUID, Instant> usedClients = Map.copyOf(clients);
    secrets.clear();
    clients.clear();
    return table
        .write(usedClients, usedSecrets)
        .onFailure(
            away -> {
              usedSecrets.forEach(secrets::putIfAbsent);
              usedClients.forEach(clients::putIfAbsent);
            });
  }
}
