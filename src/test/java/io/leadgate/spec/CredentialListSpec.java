package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.log.LogsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Credentials are read where they are written, and not from a node's memory. On a database of its
 * own, since it lists all that there are.
 */
class CredentialListSpec {

  /** Hears no hint, and so knows of a change up to 500 ms later. */
  private static final Map<String, String> DEAF =
      Map.of(
          "LEADGATE_CATALOG_POLL",
          "500ms",
          "LEADGATE_REDIS_KEY_PREFIX",
          "leadgate-deaf:" + CredentialListSpec.class.hashCode());

  private static final RunningGateway ONE = RunningGateway.start(Map.of());
  private static final RunningGateway OTHER = RunningGateway.join(ONE.database(), DEAF);
  private static final Fixtures FIXTURES = ONE.fixtures();
  private static final String CREDENTIALS = "/admin/credentials";

  private final Http one = ONE.management().admin();
  private final Http other = OTHER.management().admin();

  @AfterAll
  static void stop() {
    OTHER.close();
    ONE.close();
  }

  @Test
  void whatOneNodeAnsweredIsThereOnTheNextAtOnce() {
    Answer created = one.post(CREDENTIALS, "{\"description\":\"x\",\"scopes\":[\"account_api\"]}");
    String path = created.header("Location");

    assertThat(other.get(path).text("client_id")).isEqualTo(created.text("client_id"));
    assertThat(listed(other, 1000)).last().isEqualTo(created.text("client_id"));
    Answer changed = one.patch(path, "{\"description\":\"y\"}");
    assertThat(other.get(path).body()).isEqualTo(changed.body());
    assertThat(other.patch(path, "{\"enabled\":false}").status()).isEqualTo(200);
    assertThat(one.get(path).json().path("enabled").asBoolean(true)).isFalse();
    Answer added = other.send("POST", path + "/secrets", new byte[0]);
    assertThat(one.get(path).json().path("secrets")).hasSize(2);
    assertThat(one.delete(added.header("Location")).status()).isEqualTo(204);
    assertThat(other.get(path).json().path("secrets")).hasSize(1);
  }

  @Test
  void whenACredentialWasLastUsedIsReadAsItIsWritten() {
    String clientId = FIXTURES.credential("data_api").clientId();
    FIXTURES.change(
        "UPDATE credential SET last_used_at = '2026-03-01T14:05:09.12Z' WHERE client_id = ?::uuid",
        clientId);

    assertThat(other.get(CREDENTIALS + "/" + clientId).text("last_used_at"))
        .isEqualTo("2026-03-01T14:05:09.120Z");
  }

  /** Two of the same moment are told apart by their client ids. */
  @Test
  void theOrderIsThatOfTheirCreationAndAPageGoesOnBehindTheLast() {
    String same = "2020-01-01T00:00:00.000001Z";
    List<String> oldest = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      oldest.add(FIXTURES.credential("data_api").clientId());
    }
    for (String clientId : oldest) {
      createdAt(clientId, same);
    }
    oldest.sort(null);

    assertThat(listed(one, 1000)).startsWith(oldest.toArray(String[]::new));
    assertThat(listed(one, 2)).isEqualTo(listed(one, 1000)).doesNotHaveDuplicates();
  }

  private static void createdAt(String clientId, String time) {
    FIXTURES.change(
        "UPDATE credential SET created_at = ?::timestamptz WHERE client_id = ?::uuid",
        time,
        clientId);
  }

  @LogsError("a row cannot be understood and is passed over")
  @Test
  void oneThatCannotBeUnderstoodDoesNotHideTheOthers() {
    List<String> good = listed(one, 1000);
    String first = FIXTURES.credential("data_api").clientId();
    String broken = FIXTURES.credential("data_api").clientId();
    String last = FIXTURES.credential("data_api").clientId();
    good.addAll(List.of(first, last));
    scopes(broken, "{{data_api}}");
    try {
      for (int limit : List.of(1000, 2, 1)) {
        assertThat(listed(one, limit)).as("limit " + limit).isEqualTo(good);
      }
    } finally {
      scopes(broken, "{data_api}");
    }
    assertThat(listed(one, 1)).contains(broken);
  }

  private static void scopes(String clientId, String array) {
    FIXTURES.change(
        "UPDATE credential SET scopes = ?::text[] WHERE client_id = ?::uuid", array, clientId);
  }

  /** All of them, page by page. */
  private static List<String> listed(Http node, int limit) {
    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = node.get(CREDENTIALS + "?limit=" + limit + cursor);
      assertThat(page.status()).isEqualTo(200);
      page.json().path("items").forEach(item -> listed.add(item.path("client_id").asText()));
      JsonNode next = page.json().path("next_cursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asText();
    } while (!cursor.isEmpty());
    return listed;
  }
}
