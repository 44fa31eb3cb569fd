package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.Pages;
import io.leadgate.support.log.LogsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Reads lists of credentials, which come from Postgres and not from the memory of a node. The spec
 * has a separate database, because the tests list all credentials.
 */
class CredentialListSpec {

  /** The settings of a node that gets no hints, and so learns of a change up to 500 ms later. */
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
  void writtenCredentialIsReadAtOnceOnTheOtherNode() {
    Answer created = one.post(CREDENTIALS, "{\"description\":\"x\",\"scopes\":[\"account_api\"]}");
    String path = created.header("Location");

    assertThat(other.get(path).text("client_id")).isEqualTo(created.text("client_id"));
    assertThat(list(other, 1000)).last().isEqualTo(created.text("client_id"));
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
  void lastUseIsShownInMilliseconds() {
    String clientId = FIXTURES.credential("data_api").clientId();
    FIXTURES.change(
        "UPDATE credential SET last_used_at = '2026-03-01T14:05:09.12Z' WHERE client_id = ?::uuid",
        clientId);

    assertThat(other.get(CREDENTIALS + "/" + clientId).text("last_used_at"))
        .isEqualTo("2026-03-01T14:05:09.120Z");
  }

  /** Credentials of the same moment are ordered by their client ids. */
  @Test
  void credentialsAreListedInTheOrderOfCreation() {
    String same = "2020-01-01T00:00:00.000001Z";
    List<String> oldest = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      oldest.add(FIXTURES.credential("data_api").clientId());
    }
    for (String clientId : oldest) {
      setCreatedAt(clientId, same);
    }
    oldest.sort(null);

    assertThat(list(one, 1000)).startsWith(oldest.toArray(String[]::new));
    assertThat(list(one, 2)).isEqualTo(list(one, 1000)).doesNotHaveDuplicates();
  }

  private static void setCreatedAt(String clientId, String time) {
    FIXTURES.change(
        "UPDATE credential SET created_at = ?::timestamptz WHERE client_id = ?::uuid",
        time,
        clientId);
  }

  @LogsError("a row is unreadable and is ignored")
  @Test
  void unreadableCredentialDoesNotHideTheOthers() {
    List<String> good = new ArrayList<>(list(one, 1000));
    String first = FIXTURES.credential("data_api").clientId();
    String broken = FIXTURES.credential("data_api").clientId();
    String last = FIXTURES.credential("data_api").clientId();
    good.addAll(List.of(first, last));
    setScopes(broken, "{{data_api}}");
    try {
      for (int limit : List.of(1000, 2, 1)) {
        assertThat(list(one, limit)).as("limit " + limit).isEqualTo(good);
      }
    } finally {
      setScopes(broken, "{data_api}");
    }
    assertThat(list(one, 1)).contains(broken);
  }

  private static void setScopes(String clientId, String array) {
    FIXTURES.change(
        "UPDATE credential SET scopes = ?::text[] WHERE client_id = ?::uuid", array, clientId);
  }

  /** The client ids of all credentials, read page by page. */
  private static List<String> list(Http node, int limit) {
    return Pages.texts(node, CREDENTIALS + "?limit=" + limit, "client_id");
  }
}
