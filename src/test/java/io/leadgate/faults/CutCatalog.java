package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Http;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

/**
 * A gateway that sees no changes: its connection for them is cut, and it can open no other. The
 * connections that store leads go on.
 */
final class CutCatalog implements AutoCloseable {

  private final RunningGateway gateway = RunningGateway.start(Map.of());
  private final Fixtures fixtures = gateway.fixtures();
  private final Campaign campaign = fixtures.campaign();
  private final Queue<Vendor> vendors = new ArrayDeque<>();
  private final Vendor first = new Vendor();

  /** Opened before the database refuses connections. */
  private final Connection operator;

  /**
   * @param endings the number of tokens that can be ended
   */
  CutCatalog(int endings) throws SQLException {
    operator = gateway.database().connect();
    for (int i = 0; i < endings; i++) {
      vendors.add(new Vendor());
    }
    require(201, first.post());
    vendors.forEach(vendor -> require(201, vendor.post()));
    // Opens the connection by which refused leads are kept.
    Http reader = gateway.api().bearer(fixtures.token("data_api"));
    require(403, reader.post(campaign.leads(), LEAD).status());
    gateway.database().refuseConnections();
    execute(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
          AND query NOT LIKE '%INTO lead %' AND query NOT LIKE '%INTO quarantine %'""");
  }

  private static void require(int expected, int status) {
    if (status != expected) {
      throw new IllegalStateException("the status is " + status);
    }
  }

  /** A client with all scopes. */
  final class Vendor {
    private final Credential credential =
        fixtures.credential("lead_receiver", "data_api", "account_api");
    private final String token = fixtures.token(credential);
    private final Http api = gateway.api().bearer(token);

    Http api() {
      return api;
    }

    Http login() {
      return gateway.api().basic(credential.clientId(), credential.secret());
    }

    int post() {
      return api.post(campaign.leads(), LEAD).status();
    }
  }

  /** A vendor whose token is not ended. */
  Vendor vendor() {
    return first;
  }

  Http stranger() {
    return gateway.api();
  }

  Campaign campaign() {
    return campaign;
  }

  /** Ends the token of a vendor, and returns for how long its leads are accepted after that. */
  Duration acceptedAfter(Ending ending) throws SQLException {
    Vendor vendor = vendors.remove();
    execute(ending.sql(vendor.credential, vendor.token));
    return LastAccepted.until(vendor::post, ending.status);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = operator.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    operator.close();
    gateway.close();
  }
}
