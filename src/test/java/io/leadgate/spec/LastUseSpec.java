package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a credential and its secrets were last used is written down, some seconds later. */
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
  void aTokenThatIsAskedForIsAUseAndAFailedLoginIsNone() {
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

    Await.until("it is written", SOON, () -> isWritten(used));
    String shown =
        GATEWAY
            .management()
            .admin()
            .get("/admin/credentials/" + used.clientId())
            .json()
            .at("/secrets/0/last_used_at")
            .textValue();
    assertThat(shown).isNotNull();
    // No change of the state, which every node would have to read.
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
  void whatIsNotWrittenYetIsWrittenWhenTheGatewayStops() {
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
