package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Http;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads quarantined requests as a viewer: the names of fields, and no values. */
class ViewerSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VIEWER = as("viewer");

  private final Campaign campaign = FIXTURES.campaign();

  private static Http as(String role) {
    return GATEWAY.management().basic(Admins.make(GATEWAY, role), Admins.PASSWORD);
  }

  private JsonNode seen(Http admin, String contentType, String body) {
    String id =
        GATEWAY
            .api()
            .with("Content-Type", contentType)
            .with("Idempotency-Key", "\"secret-key\"")
            .post(campaign.leads(), body)
            .text("quarantine_id");
    JsonNode one = admin.get("/admin/quarantine/" + id).json();
    JsonNode list =
        admin.get("/admin/quarantine?limit=1&campaign_id=" + campaign.id()).json().path("items");
    assertThat(list.path(0)).isEqualTo(one);
    return one;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                  | {"a":"xx@yy.zz","b":{"c":[{"d":"xx"}],"a":1}} | ["a","b","c","d"]
          application/json                  | [{"a":"xx@yy.zz"},{"b":2}]                    | ["a","b"]
          application/json                  | "xx@yy.zz"                                    | []
          application/json                  | {"a":"xx@yy.zz",                              | null
          application/xml                   | <a>xx@yy.zz</a>                               | null
          application/json                  | {"a":1,"b":{"xx@yy.zz":2}}                    | null
          application/json                  | {"2125550123":"a"}                            | null
          application/x-www-form-urlencoded | a=xx%40yy.zz&b+c=1&a=2&d[e]=&f.g-h_1=3        | ["a","b c","d[e]","f.g-h_1"]
          application/x-www-form-urlencoded | {"a":"xx@yy.zz","b":"212555"}                 | null
          application/x-www-form-urlencoded | {"a":"xx@yy.zz","b":"x=y"}                    | null
          application/x-www-form-urlencoded | xx@yy.zz                                      | null
          application/x-www-form-urlencoded | a=1&Ada Lovelace                              | null
          application/x-www-form-urlencoded | a=1&xx%40yy.zz=                               | null
          """)
  void aViewerSeesTheNamesOfFields(String contentType, String body, String names) {
    JsonNode seen = seen(VIEWER, contentType, body);

    assertThat(seen.path("field_names")).hasToString(names);
    assertThat(seen.path("body").isNull()).isTrue();
    assertThat(seen.has("body_encoding")).isFalse();
    assertThat(seen.path("idempotency_key").isNull()).isTrue();
    assertThat(seen.path("reference").isNull()).isTrue();
    assertThat(seen.toString()).doesNotContain("yy.zz", "secret-key");
  }

  @Test
  void namesAreBounded() {
    String body =
        IntStream.range(0, 300)
            .mapToObj("\"n%d\":1"::formatted)
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(seen(VIEWER, "application/json", body).path("field_names")).hasSize(200);
  }

  @Test
  void aTextAsLongAsAMessageIsNoName() {
    String body = "{\"%s\":1}".formatted("n".repeat(65));

    assertThat(seen(VIEWER, "application/json", body).path("field_names").isNull()).isTrue();
  }

  @Test
  void anOperatorSeesTheWhole() {
    JsonNode seen = seen(as("operator"), "application/json", "{\"a\":\"xx\"}");

    assertThat(seen.path("body").asText()).isEqualTo("{\"a\":\"xx\"}");
    assertThat(seen.path("idempotency_key").asText()).isEqualTo("\"secret-key\"");
    assertThat(seen.has("field_names")).isFalse();
  }
}
