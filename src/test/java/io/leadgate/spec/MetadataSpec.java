package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads the metadata in which an OAuth library finds the token endpoints (RFC 8414). */
class MetadataSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final String PATH = "/.well-known/oauth-authorization-server";

  private static String metadata(String base) {
    String logins = "[\"client_secret_basic\",\"client_secret_post\"]";
    return ("{\"issuer\":\"%1$s\",\"token_endpoint\":\"%1$s/oauth2/token\","
            + "\"revocation_endpoint\":\"%1$s/oauth2/revoke\","
            + "\"introspection_endpoint\":\"%1$s/oauth2/introspect\","
            + "\"scopes_supported\":[\"account_api\",\"data_api\",\"lead_receiver\"],"
            + "\"response_types_supported\":[],\"grant_types_supported\":[\"client_credentials\"],"
            + "\"token_endpoint_auth_methods_supported\":%2$s,"
            + "\"revocation_endpoint_auth_methods_supported\":%2$s,"
            + "\"introspection_endpoint_auth_methods_supported\":%2$s}")
        .formatted(base, logins);
  }

  @Test
  void issuerIsTheUrlOfTheRequest() {
    Answer answer = GATEWAY.api().get(PATH);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body()).isEqualTo(metadata(GATEWAY.api().base()));
    assertThat(metadataAt("leads.example.com:8443").body())
        .isEqualTo(metadata("http://leads.example.com:8443"));
    assertThat(metadataAt("leads.example.com").body())
        .isEqualTo(metadata("http://leads.example.com"));
    assertThat(metadataAt("[::1]:8080").body()).isEqualTo(metadata("http://[::1]:8080"));
  }

  private static Answer metadataAt(String host) {
    return RawConnection.answer(
        GATEWAY.api(), "GET %s HTTP/1.1\nHost: %s\n\n".formatted(PATH, host));
  }

  @Test
  void malformedHostIsRefused() {
    for (String host : new String[] {"a\"b", "a<b>", "a b", "a/b", "", "a:b"}) {
      Answer answer = metadataAt(host);

      assertProblem(answer, 400, "malformed-request");
    }
  }

  @Test
  void issuerSettingReplacesTheHost() {
    try (RunningGateway gateway =
        RunningGateway.join(
            GATEWAY.database(), Map.of("LEADGATE_TOKEN_ISSUER", "https://leads.example.com"))) {
      assertThat(gateway.api().get(PATH).body()).isEqualTo(metadata("https://leads.example.com"));
    }
  }
}
