package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.Pages;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Reads lists with pages of 16 KiB, as a small budget has. A row that is larger than the rest of a
 * page opens the next page.
 */
class SmallPageSpec {

  private static final RunningGateway GATEWAY =
      RunningGateway.start(Map.of("LEADGATE_LIMITS_BUDGET_BYTES", "2097152"));
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  /** The lengths of the rows, from the newest to the oldest, as a list shows the rows. */
  private static final List<Integer> LENGTHS = List.of(9_000, 9_000, 20_000, 4_000, 9_000);

  private static final List<List<Integer>> PAGES =
      List.of(List.of(9_000), List.of(9_000), List.of(20_000), List.of(4_000, 9_000));

  private final Campaign campaign = FIXTURES.campaignOfAnything();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private void postEachLength(Http client, int status) {
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
    return Pages.read(client, path).stream()
        .map(page -> page.stream().map(item -> thousands(item.at(text).asText())).toList())
        .toList();
  }

  private static int thousands(String text) {
    return text.length() / 1_000 * 1_000;
  }

  @Test
  void pageOfLeadsEndsBeforeItsLeadsAreTooLarge() {
    postEachLength(GATEWAY.api().bearer(FIXTURES.token("lead_receiver")), 201);

    assertThat(
            pages(
                GATEWAY.api().bearer(FIXTURES.token("data_api")),
                "/v1/leads?campaign_id=" + campaign.id(),
                "/fields/a"))
        .isEqualTo(PAGES);
  }

  @Test
  void pageOfTheQuarantineEndsBeforeItsBodiesAreTooLarge() {
    postEachLength(GATEWAY.api(), 401);

    assertThat(
            pages(
                GATEWAY.management().admin(),
                "/admin/quarantine?campaign_id=" + campaign.id(),
                "/body"))
        .isEqualTo(PAGES);
  }
}
