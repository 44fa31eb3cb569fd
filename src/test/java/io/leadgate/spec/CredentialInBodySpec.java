package io.leadgate.spec;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.QuarantineRow;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Gzip;
import io.leadgate.support.http.Http;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Posts leads that carry a credential among their fields: it is stored nowhere, and is named. */
class CredentialInBodySpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final String SECRET = "in-the-body-4713";

  private final Campaign campaign = FIXTURES.campaignOfAnything();

  /** A format of a body, and how it writes one member beside another. */
  enum Format {
    JSON("application/json", "{\"%1$s\":\"%2$s\",\"city\":\"Rome\"}"),
    JSON_AT_THE_END("application/json", "{\"city\":\"Rome\",\"%1$s\":\"%2$s\"}"),
    ARRAY("application/json", "[{\"city\":\"Rome\",\"%1$s\":\"%2$s\"}]"),
    WRAPPED("application/json", "[{\"fields\":{\"%1$s\":\"%2$s\",\"city\":\"Rome\"}}]"),
    FORM("application/x-www-form-urlencoded", "city=Rome&%1$s=%2$s"),
    XML("application/xml", "<l><%1$s>%2$s</%1$s><city>Rome</city></l>"),
    MULTIPART(
        "multipart/form-data; boundary=b",
        String.join(
            "\r\n",
            "--b",
            "Content-Disposition: form-data; name=\"%1$s\"",
            "",
            "%2$s",
            "--b",
            "Content-Disposition: form-data; name=city",
            "",
            "Rome",
            "--b--",
            ""));

    private final String type;
    private final String body;

    Format(String type, String body) {
      this.type = type;
      this.body = body;
    }

    Answer post(Http vendor, Campaign campaign, String name, String value) {
      return vendor.with("Content-Type", type).post(campaign.leads(), body.formatted(name, value));
    }
  }

  record Case(Format format, String name, String value) {}

  static Stream<Case> credentials() {
    return Arrays.stream(Format.values())
        .flatMap(
            format ->
                Stream.of(
                    new Case(format, "api-key", SECRET),
                    new Case(format, "API_Key", SECRET),
                    new Case(format, "apikey", SECRET),
                    new Case(format, "access_token", SECRET),
                    new Case(format, "client_secret", SECRET),
                    new Case(format, "Authorization", "Bearer " + SECRET),
                    new Case(format, "authorization", "basic " + SECRET)));
  }

  @ParameterizedTest
  @MethodSource("credentials")
  void credentialIsInNoLeadAndIsNamed(Case each) {
    Answer answer = each.format().post(VENDOR, campaign, each.name(), each.value());

    assertThat(answer.body())
        .contains(
            "\"warnings\":[{\"code\":\"credential-in-body\",\"field\":\"" + each.name() + "\"}]")
        .doesNotContain(SECRET);
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE campaign_id = ? AND fields::jsonb = '{\"city\":\"Rome\"}'",
                campaign.id()))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("credentials")
  void credentialIsInNoKeptBodyAndIsNamed(Case each) {
    Answer answer = each.format().post(GATEWAY.api(), campaign, each.name(), each.value());

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("detail"))
        .contains("A credential in the body was cut out and is not looked at: " + each.name())
        .doesNotContain(SECRET);
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .singleElement()
        .satisfies(
            row -> assertThat(row.body()).contains("Rome").doesNotContain(SECRET, each.name()));
  }

  static Stream<Case> others() {
    return Arrays.stream(Format.values())
        .flatMap(
            format ->
                Stream.of(
                    new Case(format, "authorization", "I agree to be called"),
                    new Case(format, "password", "is a field here"),
                    new Case(format, "my_api_key", "is a field too")));
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherMembersStay(Case each) {
    Answer taken = each.format().post(VENDOR, campaign, each.name(), each.value());
    Answer kept = each.format().post(GATEWAY.api(), campaign, each.name(), each.value());

    assertThat(taken.body() + kept.body()).doesNotContain("warnings", "was cut out");
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE campaign_id = ? AND fields->>? = ?",
                campaign.id(),
                each.name(),
                each.value()))
        .isEqualTo(1);
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .singleElement()
        .satisfies(row -> assertThat(row.body()).contains(each.value()));
  }

  @ParameterizedTest
  @CsvSource({"JSON", "ARRAY", "FORM", "XML", "MULTIPART"})
  void fieldThatTheLeadTypeNamesStays(Format format) {
    Campaign named = FIXTURES.campaign("[{\"name\":\"API_key\",\"type\":\"text\"}]");

    Answer taken = format.post(VENDOR, named, "api_key", "a field of it");
    Answer kept = format.post(GATEWAY.api(), named, "api_key", "a field of it");

    assertThat(taken.body() + kept.body()).doesNotContain("warnings", "was cut out");
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE campaign_id = ? AND fields->>'api_key' = 'a field of it'",
                named.id()))
        .isEqualTo(1);
    assertThat(QuarantineRow.read(GATEWAY.database(), named))
        .singleElement()
        .satisfies(row -> assertThat(row.body()).contains("a field of it"));
  }

  @Test
  void memberDeeperDownStays() {
    VENDOR.post(campaign.leads(), "{\"deep\":{\"api_key\":\"is none of ours\"}}");
    GATEWAY.api().post(campaign.leads(), "{\"deep\":{\"api_key\":\"is none of ours\"}}");

    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE campaign_id = ?"
                    + " AND fields->'deep'->>'api_key' = 'is none of ours'",
                campaign.id()))
        .isEqualTo(1);
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign).getFirst().body())
        .contains("is none of ours");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json | {\"city\":\"Rome\",\"api_key\":\"in-the-body-4713\",",
        "application/json | {'access_token': 'in-the-body-4713', 'city': 'Rome'}",
        "application/json | api_key=in-the-body-4713&city=Rome",
        "application/xml | <l><city>Rome</city><client_secret>in-the-body-4713</l>",
        "application/json | {\"city\":\"Rome\",\"authorization\":\"Bearer in-the-body-4713",
      })
  void brokenBodyIsKeptWithStarsInPlaceOfTheCredential(String type, String body) {
    Answer answer = GATEWAY.api().with("Content-Type", type).post(campaign.leads(), body);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .extracting(QuarantineRow::body)
        .containsExactly(body.replaceFirst("(Bearer )?in-the-body-4713", "***"));
  }

  /** The coding would hide the credential from a search of the bytes. */
  @Test
  void brokenGzipIsKeptWithoutTheCredential() {
    byte[] whole = Gzip.of(("{\"api_key\":\"" + SECRET + "\"}").getBytes(StandardCharsets.UTF_8));
    byte[] broken = Arrays.copyOf(whole, whole.length - 4);

    GATEWAY
        .api()
        .with("Content-Encoding", "gzip")
        .with("Content-Type", "application/json")
        .post(campaign.leads(), broken);

    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .extracting(QuarantineRow::body)
        .containsExactly("{\"api_key\":\"***\"}");
  }

  /** Corrupt data behind the credential must not hide the part before it. */
  @Test
  void gzipThatIsCorruptWithinIsKeptWithoutTheCredential() {
    String filling =
        new Random(1).ints(4_000, 'a', 'z').mapToObj(c -> "" + (char) c).collect(joining());
    byte[] corrupt =
        Gzip.of(
            "{\"api_key\":\"%s\",\"a\":\"%s\"}"
                .formatted(SECRET, filling)
                .getBytes(StandardCharsets.UTF_8));
    Arrays.fill(corrupt, corrupt.length - 40, corrupt.length, (byte) 0xFF);

    GATEWAY
        .api()
        .with("Content-Encoding", "gzip")
        .with("Content-Type", "application/json")
        .post(campaign.leads(), corrupt);

    assertThat(QuarantineRow.read(GATEWAY.database(), campaign).getFirst().body())
        .startsWith("{\"api_key\":\"***\"");
  }

  @Test
  void replayAtAPausedCampaignTellsOfTheCredentialToo() {
    Http keyed = VENDOR.with("Idempotency-Key", "cut-2");
    keyed.post(campaign.leads(), "{\"city\":\"Rome\"}");
    FIXTURES.changeStatus(campaign, "paused");

    assertThat(
            keyed
                .post(campaign.leads(), "{\"api_key\":\"" + SECRET + "\",\"city\":\"Rome\"}")
                .body())
        .contains("credential-in-body");
  }

  @Test
  void testTellsOfTheCredentialToo() {
    assertThat(
            VENDOR.post(campaign.leads() + "?test=true", "{\"api_key\":\"" + SECRET + "\"}").body())
        .contains("credential-in-body");
    assertThat(
            GATEWAY
                .api()
                .post(campaign.leads() + "?test=true", "{\"api_key\":\"" + SECRET + "\"}")
                .text("detail"))
        .contains("api_key belongs into the header api-key");
  }

  /** A vendor that changes its credential between two tries sends the same lead. */
  @Test
  void credentialIsNoPartOfTheFingerprint() {
    Http keyed = VENDOR.with("Idempotency-Key", "cut-1");
    Answer first = keyed.post(campaign.leads(), "{\"api_key\":\"a\",\"city\":\"Rome\"}");
    Answer again = keyed.post(campaign.leads(), "{\"city\":\"Rome\",\"api_key\":\"b\"}");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("id")).isEqualTo(first.text("id"));
  }
}
