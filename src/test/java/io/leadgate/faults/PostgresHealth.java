package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.OptionalInt;

/** Reads the state of Postgres from the health and metrics of a gateway that is ready. */
final class PostgresHealth {

  private static final Duration MAX = Duration.ofMinutes(1);

  private PostgresHealth() {}

  /**
   * @param machines the number of machines that have each commit; empty where it is not known
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
        "Postgres is " + status,
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
        "a commit is on " + machines + " machines",
        MAX,
        () ->
            management.get("/health/ready").json().at("/dependencies/postgres/machines").asInt()
                == machines);
  }

  /** The number of live synchronous standbys; NaN where the gateway may not see them. */
  static double syncStandbys(Http management) {
    return Scrape.value(management, "leadgate_postgres_sync_standbys");
  }

  /** Asserts that a request was refused with 503 and a Retry-After. */
  static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.problem()).isEqualTo("storage-unavailable");
    assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
  }
}
