package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Pages of 16 KiB, as a small budget has them: a page has no row that goes past its end. */
class SmallPageSpec {

  private static final RunningGateway GATEWAY =
      RunningGateway.start(Map.of("LEADGATE_LIMITS_BUDGET_BYTES", "2097152"));
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  /** In the order in which they come, from the newest to the oldest. */
  private static final List<Integer> LENGTHS = List.of(9_000, 9_000, 20_000, 4_000, 9_000);

  private static final List<List<Integer>> PAGES =
      List.of(List.of(9_000), List.of(9_000), List.of(20_000), List.of(4_000, 9_000));

  private final Campaign campaign = FIXTURES.campaignOfAnything();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private void send(Http client, int status) {
    for (int length : LENGTHS.reversed()) {
      assertThat(
              client
                  .post(campaign.leads(), "{\"a\":\"%s\"}".formatted("b".repeat(length)))
                  .status())
          .isEqualTo(status);
    }
  }

  /** The lengths of the texts on each page, in whole thousands. */
  private static List<List<Integer>> pages(Http client, String path, String text) {
    List<List<Integer>> pages = new ArrayList<>();
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent() && pages.size() <= LENGTHS.size()) {
      Answer page = client.get(path + cursor.get());
      assertThat(page.status()).isEqualTo(200);
      List<Integer> lengths = new ArrayList<>();
      page.json()
          .path("items")
          .forEach(item -> lengths.add(item.at(text).asText().length() / 1_000 * 1_000));
      pages.add(lengths);
      cursor =
          Optional.ofNullable(page.json().path("next_cursor").textValue()).map("&cursor="::concat);
    }
    return pages;
  }

  @Test
  void aPageOfLeadsEndsBeforeItsLeadsAreTooLargeTogether() {
    send(GATEWAY.api().bearer(FIXTURES.token("lead_receiver")), 201);

    assertThat(
            pages(
                GATEWAY.api().bearer(FIXTURES.token("data_api")),
                "/v1/leads?campaign_id=" + campaign.id(),
                "/fields/a"))
        .isEqualTo(PAGES);
  }

  @Test
  void aPageOfTheQuarantineDoesSoToo() {
    send(GATEWAY.api(), 401);

    assertThat(
            pages(
                GATEWAY.management().admin(),
                "/admin/quarantine?campaign_id=" + campaign.id(),
                "/body"))
        .isEqualTo(PAGES);
  }
}
