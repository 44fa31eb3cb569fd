package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.OptionalInt;

/** What a gateway that is ready says of Postgres. */
final class PostgresHealth {

  private static final Duration MAX = Duration.ofMinutes(1);

  private PostgresHealth() {}

  /**
   * @param machines on how many a commit is; empty where that is not known
   */
  static void assertIs(Http management, String status, OptionalInt machines) {
    for (String path : new String[] {"/health/ready", "/health/live"}) {
      Answer answer = management.get(path);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("status")).isEqualTo("ready");
      JsonNode postgres = answer.json().at("/dependencies/postgres");
      assertThat(postgres.path("status").asText()).isEqualTo(status);
      assertThat(postgres.path("machines").asText())
          .isEqualTo(machines.isPresent() ? Integer.toString(machines.getAsInt()) : "null");
    }
  }

  static void assertIs(Http management, String status, int machines) {
    assertIs(management, status, OptionalInt.of(machines));
  }

  static void await(Http management, String status, int machines) {
    Await.until(
        "postgres is " + status,
        MAX,
        () ->
            management
                .get("/health/ready")
                .json()
                .at("/dependencies/postgres/status")
                .asText()
                .equals(status));
    assertIs(management, status, machines);
  }

  /** Waits until a commit is on that many machines. */
  static void awaitMachines(Http management, int machines) {
    Await.until(
        "a lead is on " + machines + " machines",
        MAX,
        () ->
            management.get("/health/ready").json().at("/dependencies/postgres/machines").asInt()
                == machines);
  }

  /** How many synchronous standbys are live; NaN where the gateway may not know. */
  static double syncStandbys(Http management) {
    return Scrape.value(management, "leadgate_postgres_sync_standbys");
  }

  /** That a lead was refused, for a while. */
  static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.problem()).isEqualTo("storage-unavailable");
    assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
  }
}
