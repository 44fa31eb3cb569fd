package io.leadgate.spec;

import static io.leadgate.support.AccountClient.CAMPAIGNS;
import static io.leadgate.support.AccountClient.SOURCES;
import static io.leadgate.support.AccountClient.TYPES;
import static io.leadgate.support.AccountClient.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.AccountClient;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Creates lead sources, lead types and campaigns, and reads their members and the pages of their
 * lists.
 */
class AccountApiSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);

  private final Http client = ACCOUNT.client();

  private void assertCreated(Answer made, String path, String membersInOrder) {
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo(path + "/" + id(made));
    assertThat(made.header("ETag")).matches("\"[0-9a-f]{24}\"");
    assertThat(made.body())
        .isEqualTo(
            "{\"id\":%d,%s,\"created_at\":\"%s\",\"updated_at\":\"%s\"}"
                .formatted(
                    id(made), membersInOrder, made.text("created_at"), made.text("created_at")));
    assertThat(made.text("created_at"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    Answer read = client.get(made.header("Location"));
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.body()).isEqualTo(made.body());
    assertThat(read.header("ETag")).isEqualTo(made.header("ETag"));
    assertThat(
            client
                .get(path + "?limit=1" + (id(made) > 1 ? "&cursor=" + (id(made) - 1) : ""))
                .json()
                .path("items")
                .get(0))
        .isEqualTo(made.json());
  }

  @Test
  void newLeadSourceHasDefaultsAndIsReadBack() {
    assertCreated(
        client.post(SOURCES, "{\"name\":\"  Acme \"}"),
        SOURCES,
        "\"name\":\"Acme\",\"status\":\"active\",\"reference_is_key\":false");
  }

  @Test
  void newLeadTypeHasDefaultsAndIsReadBack() {
    assertCreated(
        client.post(
            TYPES,
            """
            {"name":"Solar","fields":[{"name":"Email","type":"email","required":true},
            {"name":"product","label":"Which","type":"choice","options":["Roof","Wall"]}]}"""),
        TYPES,
        """
        "name":"Solar","strict":false,"default_country":"US","fields":[\
        {"name":"Email","label":"Email","type":"email","required":true},\
        {"name":"product","label":"Which","type":"choice","required":false,\
        "options":["Roof","Wall"]}]""");
  }

  @Test
  void newCampaignHasDefaultsAndIsReadBack() {
    int source = id(ACCOUNT.source("s"));
    int type = id(ACCOUNT.type("[]"));
    assertCreated(
        client.post(
            CAMPAIGNS,
            "{\"lead_source_id\":%d,\"lead_type_id\":%d,\"name\":\"C\"}".formatted(source, type)),
        CAMPAIGNS,
        """
        "lead_source_id":%d,"lead_type_id":%d,"name":"C","status":"active",\
        "require_authentication":true,"dedupe_seconds":null,"dedupe_ignore":[],"duplicate_rules":null,\
        "duplicate_rules_state":null"""
            .formatted(source, type));
  }

  @Test
  void givenMembersReplaceTheDefaults() {
    Answer source =
        client.post(SOURCES, "{\"name\":\"s\",\"status\":\"inactive\",\"reference_is_key\":true}");
    Answer type =
        client.post(
            TYPES,
            """
            {"name":"t","strict":true,"default_country":"DE","fields":[
            {"name":"Email","type":"email"},{"name":"phone","type":"phone"},
            {"name":"name","type":"text"}]}""");
    Answer campaign =
        client.post(
            CAMPAIGNS,
            """
            {"lead_source_id":%d,"lead_type_id":%d,"name":"c","status":"paused",
            "require_authentication":false,"dedupe_seconds":0,"dedupe_ignore":["sent_at"],
            "duplicate_rules":{"sets":[["email"],["phone","name"]],
            "days":30,"action":"flag","within":"lead_source"}}"""
                .formatted(id(source), id(type)));

    assertThat(source.text("status") + source.text("reference_is_key")).isEqualTo("inactivetrue");
    assertThat(type.text("strict") + type.text("default_country")).isEqualTo("trueDE");
    assertThat(client.get(campaign.header("Location")).body())
        .contains("\"status\":\"paused\",\"require_authentication\":false")
        .contains("\"dedupe_seconds\":0,\"dedupe_ignore\":[\"sent_at\"]")
        .contains(
            "\"duplicate_rules\":{\"sets\":[[\"email\"],[\"phone\",\"name\"]],\"days\":30,"
                + "\"action\":\"flag\",\"within\":\"lead_source\"}");
  }

  @Test
  void pagesStayStableWhileRowsAreCreated() {
    // The test creates a lead source, because 0 is not a valid cursor on a new database.
    String cursor = Integer.toString(id(ACCOUNT.source("before")));
    List<Integer> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.add(id(ACCOUNT.source("paged " + i)));
    }
    List<Integer> seen = new ArrayList<>();
    for (int page = 0; page < 3; page++) {
      Answer answer = client.get(SOURCES + "?limit=1&cursor=" + cursor);
      for (JsonNode item : answer.json().path("items")) {
        seen.add(item.path("id").intValue());
      }
      cursor = answer.text("next_cursor");
      ACCOUNT.source("meanwhile");
    }

    assertThat(seen).isEqualTo(made);
    Answer last = client.get(SOURCES + "?cursor=2147483647");
    assertThat(last.body()).isEqualTo("{\"items\":[],\"next_cursor\":null}");
  }
}
