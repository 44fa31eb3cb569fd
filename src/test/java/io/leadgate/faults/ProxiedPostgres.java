package io.leadgate.faults;

import io.leadgate.support.OwnPostgres;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.process.TcpProxy;
import java.util.Map;

/**
 * Starts a Postgres for a spec, a gateway that reaches Postgres through a proxy, and another
 * gateway that reaches Postgres directly.
 */
final class ProxiedPostgres implements AutoCloseable {

  private final OwnPostgres postgres = new OwnPostgres();
  private final TcpProxy proxy = TcpProxy.before(postgres.server().port());

  /** Has one connection a lane, and waits long enough for the steps of a test before the fault. */
  private final RunningGateway gateway =
      RunningGateway.join(
          postgres.database(),
          Map.of(
              "LEADGATE_POSTGRES_URI",
              postgres
                  .database()
                  .uri()
                  .replace(":" + postgres.server().port() + "/", ":" + proxy.port() + "/"),
              "LEADGATE_POSTGRES_LEAD_CONNECTIONS",
              "1",
              "LEADGATE_POSTGRES_KEYED_LEAD_CONNECTIONS",
              "1",
              "LEADGATE_HTTP_IDLE_TIMEOUT",
              "5m",
              "LEADGATE_STORAGE_BATCH_TIMEOUT",
              "1m",
              "LEADGATE_STORAGE_WAIT",
              "1m"));

  private final RunningGateway other = RunningGateway.join(postgres.database(), Map.of());

  TestDatabase database() {
    return postgres.database();
  }

  TcpProxy proxy() {
    return proxy;
  }

  RunningGateway gateway() {
    return gateway;
  }

  RunningGateway other() {
    return other;
  }

  void awaitWaiting(int sessions) {
    database().awaitWaitingForLock(sessions);
  }

  @Override
  public void close() {
    gateway.close();
    other.close();
    proxy.close();
    postgres.close();
  }
}
