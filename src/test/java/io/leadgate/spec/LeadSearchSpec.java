package io.leadgate.spec;

import static io.leadgate.spec.LeadSearches.ACCOUNT;
import static io.leadgate.spec.LeadSearches.CLIENT;
import static io.leadgate.spec.LeadSearches.GATEWAY;
import static io.leadgate.spec.LeadSearches.ids;
import static io.leadgate.spec.LeadSearches.post;
import static io.leadgate.spec.LeadSearches.search;
import static io.leadgate.support.AccountClient.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Pages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Reads the order and the pages of {@code GET /v1/leads}. LeadSearchFilterSpec has the filters. */
class LeadSearchSpec {

  private final LeadSearches searches = new LeadSearches();
  private final Answer campaign = searches.campaign;
  private final String ofCampaign = searches.ofCampaign;
  private final String ofSource = searches.ofSource;

  @Test
  void leadIsListedOnceItIsAnswered() {
    for (int i = 0; i < 20; i++) {
      String id = post(campaign, "{\"a\":%d}".formatted(i));
      Answer page = CLIENT.get(ofCampaign + "&limit=1");

      assertThat(ids(page)).containsExactly(id);
      assertThat(page.json().path("items").get(0)).isEqualTo(CLIENT.get("/v1/leads/" + id).json());
    }
  }

  @Test
  void pagesHoldEachLeadOnceWhileLeadsArrive() {
    List<String> posted = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      posted.addFirst(post(campaign, "{\"a\":%d}".formatted(i)));
    }
    for (String search : List.of(ofCampaign, ofSource)) {
      List<String> seen = new ArrayList<>();
      String cursor = "";
      do {
        Answer page = CLIENT.get(search + "&limit=2" + cursor);
        seen.addAll(ids(page));
        JsonNode next = page.json().path("next_cursor");
        cursor = next.isNull() ? "" : "&cursor=" + next.asText();
        posted.addFirst(post(campaign, "{\"meanwhile\":1}"));
      } while (!cursor.isEmpty());

      assertThat(seen).isEqualTo(posted.subList(posted.size() - seen.size(), posted.size()));
      assertThat(seen).hasSizeGreaterThanOrEqualTo(7);
    }
  }

  /** Four vendors post at once, while a reader goes from page to page. */
  @Test
  void pagesHoldEachLeadOnceUnderConcurrentPosts() throws Exception {
    Answer sister =
        ACCOUNT.campaign(
            campaign.json().path("lead_source_id").intValue(),
            campaign.json().path("lead_type_id").intValue());
    List<String> before = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      before.addFirst(post(i % 2 == 0 ? campaign : sister, "{\"a\":%d}".formatted(i)));
    }
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService vendors = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> posting =
          List.of(campaign, sister, campaign, sister).stream()
              .map(target -> vendors.submit(() -> postUntil(done, target)))
              .toList();
      List<String> seen;
      try {
        seen = Pages.texts(CLIENT, ofSource + "&limit=7", "id");
      } finally {
        done.set(true);
      }
      for (Future<Integer> posted : posting) {
        assertThat(posted.get()).isPositive();
      }

      assertThat(seen).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.reverseOrder());
      assertThat(seen.subList(seen.size() - before.size(), seen.size())).isEqualTo(before);
    }
  }

  private static int postUntil(AtomicBoolean done, Answer target) {
    int posted = 0;
    while (!done.get()) {
      post(target, "{\"meanwhile\":1}");
      posted++;
    }
    return posted;
  }

  @Test
  void fullLastPageHasNoCursor() {
    post(campaign, "{\"a\":1}");
    post(campaign, "{\"a\":2}");

    assertThat(CLIENT.get(ofCampaign + "&limit=2").json().path("next_cursor").isNull()).isTrue();
    assertThat(CLIENT.get(ofCampaign + "&limit=1").json().path("next_cursor").isNull()).isFalse();
  }

  @Test
  void quarantinedRequestIsNotListed() {
    String address = "q%d@example.com".formatted(id(campaign));
    GATEWAY
        .api()
        .post(campaign.header("Location") + "/leads", "{\"email\":\"%s\"}".formatted(address));

    assertThat(
            GATEWAY
                .fixtures()
                .number("SELECT count(*) FROM quarantine WHERE campaign_id = ?", id(campaign)))
        .isEqualTo(1);
    for (String search : List.of(ofCampaign, ofSource, "/v1/leads?email=" + address)) {
      assertThat(search(search)).isEmpty();
    }
  }

  @Test
  void pageOfLargeLeadsEndsEarlyAndContinues() {
    String large = "{\"a\":\"%s\"}".formatted("x".repeat(65_000));
    List<String> posted = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      posted.addFirst(post(campaign, large));
    }
    List<List<JsonNode>> pages = Pages.read(CLIENT, ofCampaign + "&limit=1000");

    int pageMax = pageMax();
    assertThat(pages).hasSizeGreaterThan(2);
    assertThat(pages)
        .allSatisfy(
            page -> assertThat(page.toString().length()).isLessThan(pageMax + large.length()));
    assertThat(pages.subList(0, pages.size() - 1))
        .allSatisfy(
            page ->
                assertThat(page.toString().length()).isGreaterThan(pageMax - 2 * large.length()));
    assertThat(pages.stream().flatMap(List::stream).map(item -> item.path("id").asText()))
        .isEqualTo(posted);
  }

  /**
   * The bytes at which a page ends early: four pages, each six times in memory, fit into the
   * readers' share.
   */
  private static int pageMax() {
    String share = "leadgate_budget_max_bytes{share=\"readers\"}";
    return (int) (Scrape.value(GATEWAY.management(), share) / (4 * 6));
  }

  @Test
  void searchNeedsTheScopeDataApiAndIsJsonOnly() {
    Answer without = GATEWAY.api().get("/v1/leads");
    Answer unscoped =
        GATEWAY.api().bearer(GATEWAY.fixtures().token("lead_receiver")).get("/v1/leads");

    assertThat(without.problem()).isEqualTo("missing-token");
    assertThat(unscoped.problem()).isEqualTo("insufficient-scope");
    assertThat(unscoped.header("WWW-Authenticate")).endsWith("scope=\"data_api\"");
    assertThat(CLIENT.with("Accept", "text/csv").get("/v1/leads").problem())
        .isEqualTo("not-acceptable");
  }
}
