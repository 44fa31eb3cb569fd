package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Reads the time of the last use of a credential and its secrets, which is written seconds after
 * the use.
 */
class LastUseSpec {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  private static boolean isWritten(Credential credential) {
    return FIXTURES.number(
            "SELECT count(*) FROM credential JOIN credential_secret USING (client_id)"
                + " WHERE client_id = ?::uuid"
                + " AND credential.last_used_at BETWEEN credential.created_at AND now()"
                + " AND credential_secret.last_used_at = credential.last_used_at",
            credential.clientId())
        == 1;
  }

  @Test
  void issuedTokenCountsAsAUseUnlikeAFailedLogin() {
    Credential used = FIXTURES.credential("data_api");
    Credential unused = FIXTURES.credential("data_api");
    Http client = GATEWAY.api();
    client
        .basic(unused.clientId(), "not-its-secret")
        .post("/oauth2/token", "{\"grant_type\":\"client_credentials\"}");
    long version =
        FIXTURES.number(
            "SELECT changed_in FROM credential WHERE client_id = ?::uuid", used.clientId());
    FIXTURES.token(used);

    Await.until("the last use is written", SOON, () -> isWritten(used));
    String shown =
        GATEWAY
            .management()
            .admin()
            .get("/admin/credentials/" + used.clientId())
            .json()
            .at("/secrets/0/last_used_at")
            .textValue();
    assertThat(
            FIXTURES.number(
                "SELECT floor(extract(epoch FROM last_used_at) * 1000)::bigint"
                    + " FROM credential_secret WHERE client_id = ?::uuid",
                used.clientId()))
        .isEqualTo(Instant.parse(shown).toEpochMilli());
    // A use must not count as a change of the state, because each node would have to read the
    // change.
    assertThat(
            FIXTURES.number(
                "SELECT changed_in FROM credential WHERE client_id = ?::uuid", used.clientId()))
        .isEqualTo(version);
    assertThat(
            FIXTURES.number(
                "SELECT count(last_used_at) FROM credential WHERE client_id = ?::uuid",
                unused.clientId()))
        .isZero();
  }

  @Test
  void lastUseIsWrittenWhenTheGatewayStops() {
    Credential used = FIXTURES.credential("data_api");
    RunningGateway other = RunningGateway.join(GATEWAY.database(), Map.of());
    try {
      other.fixtures().token(used);
    } finally {
      other.close();
    }
    assertThat(isWritten(used)).isTrue();
  }
}
