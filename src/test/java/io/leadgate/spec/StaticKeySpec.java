package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.QuarantineRow;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts leads with static keys, alone and beside tokens, in the two ways that a key is carried. */
class StaticKeySpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Campaign campaign = FIXTURES.campaign();
  private final Credential key = FIXTURES.staticKey(campaign.leadSourceId());

  private Http byHeader(String secret) {
    return GATEWAY.api().with("api-key", secret);
  }

  private Http byBasic(Credential credential) {
    return GATEWAY.api().basic(credential.clientId(), credential.secret());
  }

  private Answer post(Http vendor) {
    return vendor.post(campaign.leads(), LEAD);
  }

  @Test
  void keyInEitherHeaderTakesTheLeadForItsCredential() {
    Answer byHeader = post(byHeader(key.secret()));
    Answer byBasic = post(byBasic(key));

    assertThat(List.of(byHeader.status(), byBasic.status())).containsOnly(201);
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE campaign_id = ? AND credential_id = ?::uuid",
                campaign.id(),
                key.clientId()))
        .isEqualTo(2);
  }

  @Test
  void leadOfAKeyIsReplayedByItsIdempotencyKey() {
    Answer first = post(byHeader(key.secret()).with("Idempotency-Key", "k-1"));
    Answer again = post(byBasic(key).with("Idempotency-Key", "k-1"));

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void keyOpensTheCampaignsOfItsLeadSourceAlone() {
    Campaign other = FIXTURES.campaign();

    Answer answer = byHeader(key.secret()).post(other.leads(), LEAD);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(FIXTURES.storedLeads(other) + FIXTURES.quarantined(other)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lgs_0000000000000000000000000000000000000000000",
        "x",
        "\"quoted\"",
        "two, keys",
        "eyJhbGciOiJIUzI1NiJ9.e30.x"
      })
  void unknownKeyIs401AndKeptWithTheStrangers(String secret) {
    Answer answer = post(byHeader(secret));

    assertRejected(answer, "unknown_static_key", null);
    assertThat(answer.text("detail"))
        .contains("Send the secret of a credential that was created for static keys")
        .doesNotContain(secret);
    assertThat(lane()).isEqualTo("strangers");
  }

  @Test
  void emptyKeyIsNamedAsEmpty() {
    assertThat(post(byHeader("")).text("detail")).startsWith("The header api-key is empty. ");
  }

  @ParameterizedTest
  @CsvSource({
    "Basic !!!, What follows Basic is not the Base64 of client id",
    "Basic eDp4eA, ''", // Base64 without its padding.
    "Basic bm90LWEtcGFpcg==, What follows Basic is not the Base64 of client id",
    "basic YTo=, The password of HTTP Basic is empty",
  })
  void unreadableBasicIsToldSo(String header, String detail) {
    Answer answer = post(GATEWAY.api().with("Authorization", header));

    assertRejected(answer, "unknown_static_key", null);
    assertThat(answer.text("detail")).startsWith(detail.isEmpty() ? "The static key" : detail);
  }

  @Test
  void keyOfAnotherClientIdIsUnknown() {
    String claimed = UUID.randomUUID().toString();

    assertRejected(post(GATEWAY.api().basic(claimed, key.secret())), "unknown_static_key", claimed);
  }

  @Test
  void clientIdInCapitalsIsTheSame() {
    assertThat(
            post(GATEWAY.api().basic(key.clientId().toUpperCase(Locale.ROOT), key.secret()))
                .status())
        .isEqualTo(201);
  }

  @Test
  void rightSecretOfAnotherCredentialIsToldApartFromAWrongOne() {
    Credential ordinary = FIXTURES.boundCredential(campaign.leadSourceId(), "lead_receiver");

    Answer answer = post(byHeader(ordinary.secret()));

    assertRejected(answer, "not_a_static_key", ordinary.clientId());
    assertThat(answer.text("detail"))
        .startsWith("The secret is right, but its credential was not created for static keys.");
    assertThat(lane()).isEqualTo("signed");
  }

  @Test
  void unknownKeyAndKeyOfADisabledCredentialGetOneAnswer() {
    disable(key);
    Answer disabled = post(byHeader(key.secret()));
    Answer unknown = post(byHeader("lgs_unknown-in-this-gateway"));

    assertThat(disabled.text("detail")).isEqualTo(unknown.text("detail"));
    assertThat(disabled.problem()).isEqualTo(unknown.problem()).isEqualTo("invalid-token");
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .extracting(QuarantineRow::reason)
        .containsExactly("credential_disabled", "unknown_static_key");
  }

  @Test
  void enabledCredentialTakesItsKeyAgain() {
    disable(key);
    assertThat(post(byHeader(key.secret())).status()).isEqualTo(401);

    patch(key, "{\"enabled\":true}");

    assertThat(post(byHeader(key.secret())).status()).isEqualTo(201);
  }

  @Test
  void eachOfTwoSecretsIsAKeyUntilItIsRetired() {
    String path = "/admin/credentials/" + key.clientId() + "/secrets";
    Answer second = GATEWAY.management().admin().send("POST", path, new byte[0]);
    assertThat(post(byHeader(second.text("client_secret"))).status()).isEqualTo(201);
    assertThat(post(byHeader(key.secret())).status()).isEqualTo(201);

    String first =
        GATEWAY
            .management()
            .admin()
            .get("/admin/credentials/" + key.clientId())
            .json()
            .path("secrets")
            .path(0)
            .path("id")
            .asText();
    GATEWAY.management().admin().delete(path + "/" + first);

    assertRejected(post(byHeader(key.secret())), "unknown_static_key", null);
    assertThat(post(byHeader(second.text("client_secret"))).status()).isEqualTo(201);
  }

  @Test
  void endOfAllTokensEndsNoKey() {
    GATEWAY.management().admin().delete("/admin/credentials/" + key.clientId() + "/tokens");

    assertThat(post(byHeader(key.secret())).status()).isEqualTo(201);
  }

  @Test
  void keyAndTokenOfOneCredentialAreOneSender() {
    Http both = byHeader(key.secret()).bearer(FIXTURES.token(key));

    assertThat(post(both).status()).isEqualTo(201);
  }

  @Test
  void keyAndTokenOfTwoCredentialsAreAmbiguous() {
    String token = FIXTURES.token("lead_receiver");
    Credential other = FIXTURES.staticKey(campaign.leadSourceId());

    for (Http vendor :
        List.of(
            byHeader(key.secret()).bearer(token),
            byBasic(key).with("access_token", token),
            byHeader(key.secret()).basic(other.clientId(), other.secret()),
            byHeader(FIXTURES.credential("data_api").secret()).bearer(token))) {
      Answer answer = post(vendor);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.problem()).isEqualTo("ambiguous-token");
    }
    assertThat(FIXTURES.quarantined(campaign)).isZero();
  }

  /** An expired or revoked token still names its credential. */
  @Test
  void revokedTokenOfAnotherCredentialIsAmbiguousBesideAKey() {
    Credential other = FIXTURES.credential("lead_receiver");
    String token = FIXTURES.token(other);
    GATEWAY.management().admin().delete("/admin/credentials/" + other.clientId() + "/tokens");

    assertThat(post(byHeader(key.secret()).bearer(token)).problem()).isEqualTo("ambiguous-token");
  }

  @Test
  void revokedTokenOfTheSameCredentialIsPassedOverBesideItsKey() {
    String token = FIXTURES.token(key);
    GATEWAY.management().admin().delete("/admin/credentials/" + key.clientId() + "/tokens");

    assertThat(post(byHeader(key.secret()).bearer(token)).status()).isEqualTo(201);
  }

  @Test
  void proofOfNobodyIsPassedOverAndCountedBesideAGoodOne() {
    double before = ignored("unknown_static_key");
    double malformed = ignored("malformed_token");

    assertThat(post(byHeader("lgs_nobody-has-it").bearer(FIXTURES.token("lead_receiver"))).status())
        .isEqualTo(201);
    assertThat(post(byHeader(key.secret()).bearer("no-token-of-ours")).status()).isEqualTo(201);

    assertThat(ignored("unknown_static_key")).isEqualTo(before + 1);
    assertThat(ignored("malformed_token")).isEqualTo(malformed + 1);
  }

  private static double ignored(String reason) {
    return Scrape.value(
        GATEWAY.management(), "leadgate_tokens_ignored_total{reason=\"" + reason + "\"}");
  }

  @Test
  void noReceiverAsksForBasic() {
    for (Http stranger : List.of(GATEWAY.api(), byHeader("x"), GATEWAY.api().basic("a", "b"))) {
      assertThat(post(stranger).headers().allValues("WWW-Authenticate"))
          .hasSize(1)
          .allMatch(challenge -> challenge.startsWith("Bearer "));
    }
  }

  @Test
  void otherCallsTakeNoKey() {
    Http header = byHeader(key.secret());
    Http basic = byBasic(key);

    for (String path : List.of("/v1/leads", "/v1/campaigns", "/v1/lead-types")) {
      assertThat(header.get(path).problem()).isEqualTo("missing-token");
      assertThat(basic.get(path).problem()).isEqualTo("missing-token");
    }
    assertThat(header.post("/oauth2/introspect", "{\"token\":\"x\"}").status()).isEqualTo(401);
  }

  @Test
  void tokenOfSuchACredentialIsAnOrdinaryOne() {
    Http vendor = GATEWAY.api().bearer(FIXTURES.token(key));

    assertThat(post(vendor).status()).isEqualTo(201);
    assertThat(vendor.get("/v1/leads").problem()).isEqualTo("insufficient-scope");
  }

  @Test
  void lastUseOfAKeyIsKept() {
    assertThat(post(byHeader(key.secret())).status()).isEqualTo(201);

    Await.until("the last use is written", SOON, this::isLastUseKnown);
  }

  /** Whether the uses of the credential and of its secret are known, which are written in turn. */
  private boolean isLastUseKnown() {
    JsonNode credential =
        GATEWAY.management().admin().get("/admin/credentials/" + key.clientId()).json();
    return credential.hasNonNull("last_used_at")
        && credential.path("secrets").path(0).hasNonNull("last_used_at");
  }

  @Test
  void checksOfKeysAreCountedInTheirOwnTier() {
    double good = checks("key", "good");
    double bad = checks("key", "bad");

    post(byHeader(key.secret()));
    post(byHeader("lgs_nobody-has-it"));

    assertThat(checks("key", "good")).isEqualTo(good + 1);
    assertThat(checks("key", "bad")).isEqualTo(bad + 1);
  }

  private static double checks(String tier, String outcome) {
    return Scrape.value(
        GATEWAY.management(),
        "leadgate_token_checks_total{outcome=\"%s\",tier=\"%s\"}".formatted(outcome, tier));
  }

  @Test
  void campaignThatNeedsNoTokenTakesALeadBesideABadKey() {
    Campaign open = FIXTURES.openCampaign();

    assertThat(byHeader("lgs_nobody-has-it").post(open.leads(), LEAD).status()).isEqualTo(201);
  }

  @Test
  void settingTurnsKeysOff() {
    try (RunningGateway without =
        RunningGateway.start(Map.of("LEADGATE_RECEIVER_STATIC_KEYS", "false"))) {
      Fixtures fixtures = without.fixtures();
      Campaign there = fixtures.campaign();
      Credential off = fixtures.staticKey(there.leadSourceId());

      Answer byHeader = without.api().with("api-key", off.secret()).post(there.leads(), LEAD);
      Answer byBasic = without.api().basic(off.clientId(), off.secret()).post(there.leads(), LEAD);

      assertThat(byHeader.problem()).isEqualTo("missing-token");
      assertThat(byBasic.problem()).isEqualTo("missing-token");
      assertThat(without.api().bearer(fixtures.token(off)).post(there.leads(), LEAD).status())
          .isEqualTo(201);
    }
  }

  private void assertRejected(Answer answer, String reason, @Nullable String clientId) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("invalid-token");
    assertThat(answer.json().path("quarantined").asBoolean()).isTrue();
    QuarantineRow row = QuarantineRow.read(GATEWAY.database(), campaign).getLast();
    assertThat(row.reason()).isEqualTo(reason);
    assertThat(row.clientId()).isEqualTo(clientId);
    assertThat(row.body()).isEqualTo(LEAD);
  }

  private String lane() {
    return FIXTURES.number(
                "SELECT count(*) FROM quarantine WHERE campaign_id = ? AND lane = 'signed'",
                campaign.id())
            == FIXTURES.quarantined(campaign)
        ? "signed"
        : "strangers";
  }

  private static void disable(Credential credential) {
    patch(credential, "{\"enabled\":false}");
  }

  private static void patch(Credential credential, String change) {
    assertThat(
            GATEWAY
                .management()
                .admin()
                .patch("/admin/credentials/" + credential.clientId(), change)
                .status())
        .isEqualTo(200);
  }
}
