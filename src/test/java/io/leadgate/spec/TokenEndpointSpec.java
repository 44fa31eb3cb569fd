package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.Jwt;
import io.leadgate.support.RedisCommands;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gets tokens in each way that a client may ask, and reads their claims. */
class TokenEndpointSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Credential credential = FIXTURES.credential("lead_receiver", "data_api");
  private final String json =
      "{\"client_id\":\"%s\",\"client_secret\":\"%s\",\"grant_type\":\"client_credentials\"}"
          .formatted(credential.clientId(), credential.secret());
  private final String form =
      "grant_type=client_credentials&client_id=%s&client_secret=%s"
          .formatted(credential.clientId(), encoded(credential.secret()));
  private final Http client = GATEWAY.api();

  @ParameterizedTest
  @ValueSource(strings = {"/v1/authorization/token", "/oauth2/token"})
  void jsonFormAndBasicGetATokenOnEitherPath(String path) {
    // OAuth libraries, which send forms, take the mere presence of this member for a failure.
    String error = path.equals("/v1/authorization/token") ? ",\"error\":null" : "";
    assertTokenIsIssued(client.post(path, json), error);
    assertTokenIsIssued(
        client.with("Content-Type", "text/json; charset=utf8").post(path, "\uFEFF" + json), error);
    assertTokenIsIssued(client.with("Content-Type", FORM).post(path, form), "");
    assertTokenIsIssued(
        client.with("Content-Type", FORM + ";charset=UTF-8").post(path, form + "&other=1"), "");
    Http basic = client.basic(credential.clientId(), credential.secret());
    assertTokenIsIssued(
        basic.with("Content-Type", FORM).post(path, "grant_type=client_credentials"), "");
    assertTokenIsIssued(basic.post(path, "{\"grant_type\":\"client_credentials\"}"), error);
  }

  /** A parameter that no endpoint reads is passed over (RFC 6749, section 3.2). */
  @Test
  void parametersThatAreNotReadMayBeRepeatedOrOfAnyType() {
    assertTokenIsIssued(
        client
            .with("Content-Type", FORM)
            .post("/oauth2/token", form + "&resource=a&resource=b&audience=x&&utm=50%"),
        "");
    assertTokenIsIssued(
        client.post("/oauth2/token", json.replace("}", ",\"audience\":[1],\"nonce\":7}")), "");
  }

  @Test
  void idAndSecretInBasicAreFormDecoded() {
    String id = credential.clientId().replace("-", "%2D");
    String secret = everyByteEncoded(credential.secret());
    Answer answer =
        client
            .basic(id, secret)
            .with("Content-Type", FORM)
            .post("/oauth2/token", "grant_type=client_credentials");

    assertTokenIsIssued(answer, "");
  }

  /**
   * @param error the last member, which LeadExec's clients know
   */
  private void assertTokenIsIssued(Answer answer, String error) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.body())
        .isEqualTo(
            "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
                    .formatted(answer.text("access_token"))
                + "\"scope\":\"data_api lead_receiver\"%s}".formatted(error));
    assertThat(answer.header("Pragma")).isEqualTo("no-cache");
    assertThat(Jwt.claims(answer.text("access_token")).path("sub").asText())
        .isEqualTo(credential.clientId());
  }

  @Test
  void tokenHasTheDocumentedHeaderAndClaims() {
    long before = Instant.now().getEpochSecond();
    Answer answer = client.post("/oauth2/token", json);
    String token = answer.text("access_token");
    JsonNode claims = Jwt.claims(token);

    assertThat(answer.json().path("expires_in").asInt()).isEqualTo(3600);
    assertThat(Jwt.header(token).properties())
        .extracting(member -> member.getKey() + " " + member.getValue().textValue())
        .containsExactlyInAnyOrder(
            "alg HS256", "typ JWT", "kid " + Jwt.kid(RunningGateway.SIGNING_KEY));
    assertThat(claims.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "iss", "aud", "sub", "scope", "jti", "iat", "exp", "sid", "epoch");
    assertThat(claims.path("iss").textValue()).isEqualTo("leadgate");
    assertThat(claims.path("aud").textValue()).isEqualTo("leadgate");
    assertThat(claims.path("sub").textValue()).isEqualTo(credential.clientId());
    assertThat(claims.path("scope").textValue()).isEqualTo("data_api lead_receiver");
    assertThat(UUID.fromString(claims.path("jti").textValue()).version()).isEqualTo(4);
    assertThat(claims.path("iat").longValue()).isBetween(before, Instant.now().getEpochSecond());
    assertThat(claims.path("exp").longValue()).isEqualTo(claims.path("iat").longValue() + 3600);
    assertThat(claims.path("sid").textValue()).isEqualTo(secretId());
    assertThat(claims.path("epoch").intValue()).isEqualTo(1);
    assertThat(Jwt.copyOf(token).signed()).isEqualTo(token);
  }

  private String secretId() {
    return GATEWAY
        .management()
        .admin()
        .get("/admin/credentials/" + credential.clientId())
        .json()
        .at("/secrets/0/id")
        .textValue();
  }

  @Test
  void redisKnowsTheTokenForItsLifetime() throws Exception {
    String token = client.post("/oauth2/token", json).text("access_token");
    String key =
        SharedServers.redis().keyPrefix() + "token:" + Jwt.claims(token).path("jti").textValue();

    try (RedisCommands redis = new RedisCommands(SharedServers.redis().uri())) {
      assertThat(redis.ask("GET", key)).isEqualTo("live");
      assertThat(Integer.parseInt(redis.ask("TTL", key))).isBetween(3661, 3670);
    }
  }

  @Test
  void clientMayAskForFewerScopes() {
    Answer fewer =
        client.with("Content-Type", FORM).post("/oauth2/token", form + "&scope=data_api");
    Answer both =
        client
            .with("Content-Type", FORM)
            .post("/oauth2/token", form + "&scope=lead_receiver+data_api");
    Answer empty = client.with("Content-Type", FORM).post("/oauth2/token", form + "&scope=");

    assertThat(fewer.text("scope")).isEqualTo("data_api");
    assertThat(Jwt.claims(fewer.text("access_token")).path("scope").textValue())
        .isEqualTo("data_api");
    assertThat(both.text("scope")).isEqualTo("data_api lead_receiver");
    assertThat(empty.text("scope")).isEqualTo("data_api lead_receiver");
    assertThat(
            client
                .bearer(fewer.text("access_token"))
                .post(FIXTURES.campaign().leads(), LEAD)
                .status())
        .isEqualTo(403);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String everyByteEncoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte character : text.getBytes(StandardCharsets.UTF_8)) {
      encoded.append('%').append("%02X".formatted(character));
    }
    return encoded.toString();
  }
}
