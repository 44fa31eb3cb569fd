package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.Jwt;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Cuts the connection by which a node sees changes, and lets the node open no other, while the
 * connections that store leads go on.
 */
@Tag("faults")
class CatalogAwaySpec {

  private static final Duration MAX = Duration.ofSeconds(30);
  private static final RunningGateway GATEWAY = RunningGateway.start(Map.of());
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Campaign CAMPAIGN = FIXTURES.campaign();
  private static final List<Vendor> VENDORS = Stream.generate(Vendor::new).limit(5).toList();

  /** Opened before the database refuses connections. */
  private static Connection operator;

  private static final class Vendor {
    final Credential credential = FIXTURES.credential("lead_receiver", "data_api", "account_api");
    final String token = FIXTURES.token(credential);
    final Http api = GATEWAY.api().bearer(token);

    int post() {
      return api.post(CAMPAIGN.leads(), LEAD).status();
    }

    /** Waits until leads are refused; a lead that was judged by older knowledge is answered 503. */
    void awaitRefused(int status) {
      Await.until("leads are answered " + status, MAX, () -> post() == status);
    }
  }

  @BeforeAll
  static void cut() throws SQLException {
    operator = GATEWAY.database().connect();
    VENDORS.forEach(vendor -> assertThat(vendor.post()).isEqualTo(201));
    // Opens the connection by which refused leads are kept.
    Http reader = GATEWAY.api().bearer(FIXTURES.token("data_api"));
    assertThat(reader.post(CAMPAIGN.leads(), LEAD).status()).isEqualTo(403);
    GATEWAY.database().refuseConnections();
    execute(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
          AND query NOT LIKE '%INTO lead %' AND query NOT LIKE '%INTO quarantine %'""");
  }

  @AfterAll
  static void close() throws SQLException {
    operator.close();
    GATEWAY.close();
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = operator.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void leadsAreStoredOverTheConnectionsThatStoreThem() {
    for (int i = 0; i < 20; i++) {
      assertThat(VENDORS.get(0).post()).isEqualTo(201);
    }
  }

  @Test
  void credentialIsDisabledAllTheSame() throws SQLException {
    Vendor vendor = VENDORS.get(1);
    execute(
        "UPDATE credential SET enabled = false WHERE client_id = '%s'"
            .formatted(vendor.credential.clientId()));
    vendor.awaitRefused(401);
  }

  @Test
  void tokenIsRevokedAllTheSame() throws SQLException {
    Vendor vendor = VENDORS.get(2);
    execute(
        "INSERT INTO revoked_token (jti, client_id, expires_at) VALUES ('%s', '%s', now() + interval '1 hour')"
            .formatted(Jwt.claims(vendor.token).get("jti").asText(), vendor.credential.clientId()));
    vendor.awaitRefused(401);
  }

  @Test
  void secretIsRetiredAllTheSame() throws SQLException {
    Vendor vendor = VENDORS.get(3);
    execute(
        "DELETE FROM credential_secret WHERE client_id = '%s'"
            .formatted(vendor.credential.clientId()));
    vendor.awaitRefused(401);
  }

  @Test
  void credentialIsBoundElsewhereAllTheSame() throws SQLException {
    Vendor vendor = VENDORS.get(4);
    execute("INSERT INTO lead_source (name) VALUES ('elsewhere')");
    execute(
        "UPDATE credential SET lead_source_id = (SELECT max(id) FROM lead_source) WHERE client_id = '%s'"
            .formatted(vendor.credential.clientId()));
    vendor.awaitRefused(404);
  }

  /** A token call needs no connection as long as the node believes what it has seen last. */
  @Test
  void callsThatCannotBeJudgedAreRefused() {
    Vendor vendor = VENDORS.getFirst();
    Http client = GATEWAY.api().basic(vendor.credential.clientId(), vendor.credential.secret());

    Await.until(
        "token calls are refused",
        MAX,
        () -> client.post("/oauth2/introspect", "{\"token\":\"x\"}").status() == 503);
    assertProblem(vendor.api.get("/v1/campaigns?limit=1"), 503, "storage-unavailable");
    assertProblem(vendor.api.get("/v1/leads?limit=1"), 503, "storage-unavailable");
    assertProblem(vendor.api.post("/v1/campaigns/999999/leads", LEAD), 503, "storage-unavailable");
    assertProblem(GATEWAY.api().post(CAMPAIGN.leads(), LEAD), 503, "storage-unavailable");
  }
}
