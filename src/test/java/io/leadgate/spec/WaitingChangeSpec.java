package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.Jwt;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends a change that waits for another change, which ends the token of the first change. */
class WaitingChangeSpec {

  private static final RunningGateway GATEWAY = RunningGateway.start(Map.of());
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE credential SET enabled = false WHERE client_id = '%1$s'",
        "UPDATE credential SET epoch = epoch + 1 WHERE client_id = '%1$s'",
        "UPDATE credential SET lead_source_id = %3$d WHERE client_id = '%1$s'",
        "DELETE FROM credential_secret WHERE client_id = '%1$s'",
        "INSERT INTO revoked_token (jti, client_id, expires_at)"
            + " VALUES ('%2$s', '%1$s', now() + interval '1 hour')"
      })
  void changeIsRefusedIfItsTokenIsEndedMeanwhile(String end) throws SQLException {
    int source = FIXTURES.campaign().leadSourceId();
    Credential credential = FIXTURES.credential("account_api");
    String token = FIXTURES.token(credential);
    Http client = GATEWAY.api().bearer(token);
    CompletableFuture<Answer> change;
    try (Connection connection = GATEWAY.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT raise_state_version()");
      change =
          CompletableFuture.supplyAsync(
              () -> client.patch(AccountClient.SOURCES + "/" + source, "{\"name\":\"new\"}"),
              Thread::startVirtualThread);
      GATEWAY.database().awaitWaitingForLock(1);
      statement.execute(
          end.formatted(credential.clientId(), Jwt.claims(token).path("jti").asText(), source));
      connection.commit();
    }

    assertThat(change.join().status()).as(change.join().body()).isEqualTo(401);
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead_source WHERE id = ? AND name = 'new'", source))
        .isZero();
  }
}
