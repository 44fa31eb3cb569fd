package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Creates lead types until the gateway refuses more: a credential cannot fill the heap of the
 * nodes, which keep all lead types in memory.
 */
@Tag("faults")
class LargeCatalogSpec {

  private static final int OPTIONS_OF_A_FIELD = 1_000;

  /** More than would fill a heap of 64 MiB with lead types of the worst kind. */
  private static final int TYPES_MAX = 100;

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final TestDatabase DATABASE = SharedServers.newDatabase();

  @AfterAll
  static void closeDatabase() {
    DATABASE.close();
  }

  private static GatewayProcess node() {
    return GatewayProcess.start(
        RunningGateway.environment(DATABASE, Map.of()), "-Xmx64m", "-XX:+ExitOnOutOfMemoryError");
  }

  /** A lead type of choices with tiny options in capitals, which take the most memory a byte. */
  private static String type(int options) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < options; i += OPTIONS_OF_A_FIELD) {
      fields.add(
          IntStream.range(0, Math.min(OPTIONS_OF_A_FIELD, options - i))
              .mapToObj(LargeCatalogSpec::option)
              .collect(
                  Collectors.joining(
                      ",",
                      "{\"name\":\"%d\",\"type\":\"choice\",\"options\":[".formatted(i),
                      "]}")));
    }
    return "{\"name\":\"type\",\"fields\":[%s]}".formatted(String.join(",", fields));
  }

  private static String option(int i) {
    return "\"%c%s\"".formatted('A' + i % 26, Integer.toString(i / 26, 36));
  }

  /** Creates lead types of that size, and returns the first refusal. */
  private static Answer fill(Http client, int options) {
    for (int i = 0; i < TYPES_MAX; i++) {
      Answer answer = client.post(AccountClient.TYPES, type(options));
      if (answer.status() != 201) {
        return answer;
      }
    }
    throw new AssertionError("the gateway took " + TYPES_MAX + " lead types");
  }

  /** Deletes a row, which makes the node read all rows again while it still holds the old ones. */
  private static void readAllAgain(Fixtures fixtures, Http vendor, Fixtures.Campaign gone) {
    fixtures.change("DELETE FROM campaign WHERE id = ?", gone.id());
    Await.until(
        "all rows were read again",
        SOON,
        () -> vendor.post(gone.leads(), Fixtures.LEAD).status() == 404);
  }

  private static void assertTakesALead(Http api, Fixtures.Campaign campaign, String token) {
    Answer lead = api.bearer(token).post(campaign.leads(), Fixtures.LEAD);
    assertThat(lead.status()).as(lead.body()).isEqualTo(201);
  }

  @Test
  void leadTypesWithTinyOptionsDoNotFillTheHeap() {
    try (GatewayProcess first = node()) {
      Fixtures fixtures = first.fixtures(DATABASE);
      Fixtures.Campaign campaign = fixtures.campaign();
      Fixtures.Campaign gone = fixtures.campaign();
      String vendor = fixtures.token("lead_receiver");
      Http client = first.api().bearer(fixtures.token("account_api"));

      for (int options : List.of(11_000, 1_000, 100)) {
        Answer full = fill(client, options);
        assertThat(full.problem()).as(full.body()).isEqualTo("limit-reached");
      }

      assertTakesALead(first.api(), campaign, vendor);
      readAllAgain(fixtures, first.api().bearer(vendor), gone);
      assertTakesALead(first.api(), campaign, vendor);
      try (GatewayProcess second = node()) {
        assertTakesALead(second.api(), campaign, vendor);
        assertThat(second.isAlive()).isTrue();
      }
      assertThat(first.isAlive()).isTrue();
    }
  }
}
