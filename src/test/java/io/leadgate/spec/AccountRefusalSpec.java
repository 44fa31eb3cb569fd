package io.leadgate.spec;

import static io.leadgate.support.AccountClient.CAMPAIGNS;
import static io.leadgate.support.AccountClient.SOURCES;
import static io.leadgate.support.AccountClient.TYPES;
import static io.leadgate.support.AccountClient.errors;
import static io.leadgate.support.AccountClient.id;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends requests that the Account API refuses. */
class AccountRefusalSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);

  private final Http client = ACCOUNT.client();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lead-sources | {} | name required",
        "lead-sources | {\"name\":\" \"} | name invalid_name",
        "lead-sources | {\"name\":7} | name invalid_name",
        "lead-sources | {\"name\":\"a\\u0000b\"} | name invalid_name",
        "lead-sources | {\"name\":\"x\",\"status\":\"paused\"} | status invalid_status",
        "lead-sources | {\"name\":\"x\",\"reference_is_key\":1} | reference_is_key invalid_boolean",
        "lead-sources | {\"name\":\"x\",\"id\":1,\"colour\":2} | id unknown;colour unknown",
        "lead-types | {\"name\":\"x\",\"default_country\":\"us\"} | default_country invalid_country",
        "lead-types | {\"name\":\"x\",\"fields\":{}} | fields invalid_fields",
        "lead-types | {\"name\":\"x\",\"fields\":[1]} | fields[0] invalid_field",
        "lead-types | {\"name\":\"x\",\"fields\":[{}]} | fields[0].name required;fields[0].type required",
        "lead-types | {\"name\":\"x\",\"fields\":[{\"name\":\"a\",\"type\":\"money\"}]} | fields[0].type invalid_type",
        "lead-types | {\"name\":\"x\",\"fields\":[{\"name\":\"a\",\"type\":\"text\"},{\"name\":\"A\",\"type\":\"text\"}]} | fields[1].name repeated",
        "lead-types | {\"name\":\"x\",\"fields\":[{\"name\":\"a\",\"type\":\"choice\"}]} | fields[0].options required",
        "lead-types | {\"name\":\"x\",\"fields\":[{\"name\":\"a\",\"type\":\"choice\",\"options\":[\"b\",\"B\"]}]} | fields[0].options invalid_options",
        "lead-types | {\"name\":\"x\",\"fields\":[{\"name\":\"a\",\"type\":\"text\",\"options\":[\"b\"]}]} | fields[0].options invalid_options",
        "lead-types | {\"name\":\"x\",\"fields\":[{\"name\":\"a\",\"type\":\"text\",\"min\":1}]} | fields[0].min unknown",
        "campaigns | {\"name\":\"x\"} | lead_source_id required;lead_type_id required",
        "campaigns | {\"name\":\"x\",\"lead_source_id\":\"1\",\"lead_type_id\":0} | lead_source_id invalid_integer;lead_type_id invalid_integer",
        "campaigns | {\"name\":\"x\",\"lead_source_id\":2147483647,\"lead_type_id\":2147483647} | lead_source_id unknown_lead_source;lead_type_id unknown_lead_type",
        "campaigns | {\"name\":\"x\",\"lead_source_id\":1,\"lead_type_id\":1,\"duplicate_rules\":[]} | duplicate_rules invalid_duplicate_rules",
        "campaigns | {\"name\":\"x\",\"lead_source_id\":1,\"lead_type_id\":1,\"duplicate_rules\":{\"sets\":[],\"days\":0,\"action\":\"x\"}} | duplicate_rules.sets invalid_sets;duplicate_rules.days invalid_integer;duplicate_rules.action invalid_action;duplicate_rules.within required",
        "campaigns | {\"name\":\"x\",\"lead_source_id\":1,\"lead_type_id\":1,\"dedupe_seconds\":2592001,\"dedupe_ignore\":[\"\"]} | dedupe_seconds invalid_integer;dedupe_ignore invalid_dedupe_ignore",
        "campaigns | {\"name\":\"x\",\"lead_source_id\":1,\"lead_type_id\":1,\"dedupe_seconds\":-1,\"dedupe_ignore\":\"a\"} | dedupe_seconds invalid_integer;dedupe_ignore invalid_dedupe_ignore",
      })
  void invalidMembersAre422AndNamedOnce(String kind, String body, String expected) {
    Answer answer = client.post("/v1/" + kind, body);

    assertProblem(answer, 422, "invalid-" + kind.substring(0, kind.length() - 1));
    assertThat(String.join(";", errors(answer))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?limit=0", "?limit=1001", "?cursor=x", "?limit=1&limit=2", "?name=x"})
  void unusableParameterIs400(String query) {
    assertProblem(client.get(CAMPAIGNS + query), 400, "invalid-parameter");
  }

  @ParameterizedTest
  @ValueSource(strings = {SOURCES, TYPES, CAMPAIGNS})
  void eachCallNeedsTheScopeAccountApi(String path) {
    Http without = GATEWAY.api();
    Http unscoped = without.bearer(FIXTURES.token("lead_receiver", "data_api"));
    for (Http http : List.of(without, unscoped)) {
      List<Answer> answers =
          List.of(
              http.get(path),
              http.post(path, "{\"name\":\"x\"}"),
              http.get(path + "/1"),
              http.patch(path + "/1", "{}"),
              http.delete(path + "/1"));

      assertThat(answers).extracting(Answer::status).containsOnly(http == without ? 401 : 403);
      assertThat(answers)
          .extracting(answer -> answer.header("WWW-Authenticate"))
          .containsOnly(
              http == without
                  ? "Bearer realm=\"leadgate\""
                  : "Bearer realm=\"leadgate\", error=\"insufficient_scope\","
                      + " scope=\"account_api\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "01", "+1", "-1", "1.0", "x", "2147483648", "99999999999", "2147483647"})
  void unknownIdIs404(String id) {
    for (String path : List.of(SOURCES, TYPES, CAMPAIGNS)) {
      String row = path + "/" + id;

      assertThat(client.get(row).problem()).as(row).isEqualTo("not-found");
      assertThat(client.patch(row, "{").status()).as(row).isEqualTo(404);
      assertThat(client.delete(row).status()).as(row).isEqualTo(404);
    }
  }

  @Test
  void mediaTypesAreCheckedBeforeTheToken() {
    Http text = GATEWAY.api().with("Content-Type", "text/plain");
    Http csv = GATEWAY.api().with("Accept", "text/csv, application/json;q=0");

    assertThat(text.post(SOURCES, "x").status()).isEqualTo(415);
    assertThat(text.patch(SOURCES + "/1", "x").header("Accept-Patch"))
        .isEqualTo("application/merge-patch+json, application/json");
    assertThat(csv.get(SOURCES).status()).isEqualTo(406);
    assertThat(csv.get(SOURCES).problem()).isEqualTo("not-acceptable");
    assertThat(client.with("Accept", "text/html, */*;q=0.1").get(SOURCES).status()).isEqualTo(200);
    assertThat(client.with("Accept", "*/*, application/json;q=0").get(SOURCES).problem())
        .isEqualTo("not-acceptable");
    assertThat(client.with("Accept", "application/*;q=0, application/json").get(SOURCES).status())
        .isEqualTo(200);
    assertThat(client.with("Content-Encoding", "gzip").post(SOURCES, "{}").status()).isEqualTo(415);
  }

  @Test
  void malformedBodyIs400AndTooLargeBodyIs413() {
    String row = ACCOUNT.source("x").header("Location");
    for (String body : List.of("", "[]", "{", "{\"name\":\"a\",\"name\":\"b\"}", "null")) {
      assertThat(client.post(SOURCES, body).problem()).as(body).isEqualTo("malformed-body");
      assertThat(client.patch(row, body).problem()).as(body).isEqualTo("malformed-body");
    }
    assertThat(client.post(SOURCES, " ".repeat(65_537)).status()).isEqualTo(413);
  }
}
