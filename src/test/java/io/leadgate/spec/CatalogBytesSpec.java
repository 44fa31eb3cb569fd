package io.leadgate.spec;

import static io.leadgate.support.AccountClient.CAMPAIGNS;
import static io.leadgate.support.AccountClient.SOURCES;
import static io.leadgate.support.AccountClient.TYPES;
import static io.leadgate.support.AccountClient.id;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Fills the memory that lead sources, lead types and campaigns may take together. */
class CatalogBytesSpec {

  /** Room for two lead types with 100 options, or two campaigns with 50 names in their rules. */
  private static final String BYTES = "65536";

  private static final String LONG_NAME = "a".repeat(100);
  private static final String LONG_RULES = rules(LONG_NAME);

  private final RunningGateway gateway =
      RunningGateway.start(Map.of("LEADGATE_LIMITS_CATALOG_BYTES", BYTES));
  private final Fixtures fixtures = gateway.fixtures();
  private final AccountClient account = new AccountClient(gateway);
  private final Http client = account.client();

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static String options(int count) {
    return IntStream.range(0, count)
        .mapToObj("\"%03d\""::formatted)
        .collect(
            Collectors.joining(
                ",", "[{\"name\":\"product\",\"type\":\"choice\",\"options\":[", "]}]"));
  }

  private Answer create(String fields) {
    return client.post(TYPES, "{\"name\":\"type\",\"fields\":%s}".formatted(fields));
  }

  private Answer change(Answer type, String fields) {
    return client.patch(type.header("Location"), "{\"fields\":%s}".formatted(fields));
  }

  /** Rules of ten sets, each with the name five times. */
  private static String rules(String name) {
    String set = Collections.nCopies(5, '"' + name + '"').toString();
    return "{\"sets\":%s,\"days\":1,\"action\":\"flag\",\"within\":\"all\"}"
        .formatted(Collections.nCopies(10, set));
  }

  private static Answer createCampaign(Http by, int source, int type, String rules) {
    return by.post(
        CAMPAIGNS,
        "{\"name\":\"x\",\"lead_source_id\":%d,\"lead_type_id\":%d,\"duplicate_rules\":%s}"
            .formatted(source, type, rules));
  }

  private static void assertLimitReached(Answer answer) {
    assertProblem(answer, 409, "limit-reached");
    assertThat(answer.text("detail")).contains("limits.catalog_bytes");
  }

  private long rows() {
    return fixtures.number(
        "SELECT (SELECT count(*) FROM lead_source) + (SELECT count(*) FROM lead_type)"
            + " + (SELECT count(*) FROM campaign) + (SELECT count(*) FROM audit_log)");
  }

  private long version() {
    return fixtures.number("SELECT version FROM state_version");
  }

  @Test
  void leadTypePastTheLimitIsRefusedAndNotWritten() {
    account.type(options(100));
    account.type(options(100));
    long rows = rows();
    long version = version();

    assertLimitReached(create(options(100)));

    assertThat(rows()).isEqualTo(rows);
    assertThat(version()).isEqualTo(version);
    assertThat(create("[]").status()).isEqualTo(201);
  }

  @Test
  void changePastTheLimitIsRefusedAndTheRowKept() {
    Answer type = account.type(options(100));
    account.type(options(100));

    assertLimitReached(change(type, options(200)));

    Answer now = client.get(type.header("Location"));
    assertThat(now.body()).isEqualTo(type.body());
    assertThat(change(type, options(110)).status()).isEqualTo(200);
  }

  @Test
  void changeWithoutGrowthIsTakenPastTheLimit() {
    Answer type = account.type(options(100));
    Answer source = account.source("source");
    fixtures.change(
        "INSERT INTO lead_type (name, fields) SELECT 'by hand', fields"
            + " FROM lead_type, generate_series(1, 5)");

    assertLimitReached(client.post(SOURCES, "{\"name\":\"another\"}"));
    assertLimitReached(client.patch(source.header("Location"), "{\"name\":\"longer source\"}"));
    assertThat(client.patch(source.header("Location"), "{\"status\":\"inactive\"}").status())
        .isEqualTo(200);
    assertThat(client.patch(source.header("Location"), "{\"name\":\"sauces\"}").status())
        .isEqualTo(200);
    assertThat(change(type, options(99)).status()).isEqualTo(200);
    assertLimitReached(change(type, options(100)));
  }

  @Test
  void deletionMakesRoomForANewRow() {
    Answer type = account.type(options(200));
    assertLimitReached(create(options(100)));

    assertThat(client.delete(type.header("Location")).status()).isEqualTo(204);

    assertThat(create(options(200)).status()).isEqualTo(201);
  }

  @Test
  void duplicateRulesOfABoundCredentialCountAgainstTheLimit() {
    int source = id(account.source("vendor"));
    int type = id(account.type("[{\"name\":\"%s\",\"type\":\"text\"}]".formatted(LONG_NAME)));
    Answer campaign = account.campaign(source, type);
    Http bound =
        gateway.api().bearer(fixtures.token(fixtures.boundCredential(source, "account_api")));
    assertThat(createCampaign(bound, source, type, LONG_RULES).status()).isEqualTo(201);
    assertThat(createCampaign(bound, source, type, LONG_RULES).status()).isEqualTo(201);

    assertLimitReached(createCampaign(bound, source, type, LONG_RULES));
    assertLimitReached(createCampaign(client, source, type, LONG_RULES));
    assertLimitReached(
        bound.patch(campaign.header("Location"), "{\"duplicate_rules\":%s}".formatted(LONG_RULES)));
    assertThat(createCampaign(bound, source, type, "null").status()).isEqualTo(201);
  }
}
