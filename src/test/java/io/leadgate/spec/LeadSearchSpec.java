package io.leadgate.spec;

import static io.leadgate.spec.LeadSearches.ACCOUNT;
import static io.leadgate.spec.LeadSearches.CLIENT;
import static io.leadgate.spec.LeadSearches.GATEWAY;
import static io.leadgate.spec.LeadSearches.ids;
import static io.leadgate.spec.LeadSearches.post;
import static io.leadgate.spec.LeadSearches.search;
import static io.leadgate.support.Account.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.http.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** {@code GET /v1/leads}: its filters, its order and its pages. */
class LeadSearchSpec {

  private final LeadSearches searches = new LeadSearches();
  private final Answer campaign = searches.campaign;
  private final String ofCampaign = searches.ofCampaign;
  private final String ofSource = searches.ofSource;

  @Test
  void aLeadIsInTheListTheMomentItsAnswerWasSentAndLooksAsItDoesAlone() {
    for (int i = 0; i < 20; i++) {
      String id = post(campaign, "{\"a\":%d}".formatted(i));
      Answer page = CLIENT.get(ofCampaign + "&limit=1");

      assertThat(ids(page)).containsExactly(id);
      assertThat(page.json().path("items").get(0)).isEqualTo(CLIENT.get("/v1/leads/" + id).json());
    }
  }

  @Test
  void aSearchIsByCampaignOrByLeadSourceOrBoth() {
    Answer sister =
        ACCOUNT.campaign(
            campaign.json().path("lead_source_id").intValue(),
            campaign.json().path("lead_type_id").intValue());
    Answer stranger = ACCOUNT.campaign();
    String first = post(campaign, "{\"a\":1}");
    String second = post(sister, "{\"a\":2}");
    String third = post(campaign, "{\"a\":3}");
    String other = post(stranger, "{\"a\":4}");

    assertThat(search(ofCampaign)).containsExactly(third, first);
    assertThat(search(ofSource)).containsExactly(third, second, first);
    assertThat(search(ofSource + "&campaign_id=" + id(sister))).containsExactly(second);
    assertThat(search(ofSource + "&campaign_id=" + id(stranger))).isEmpty();
    assertThat(search("/v1/leads?limit=1000")).contains(first, second, third, other);
  }

  @Test
  void pagesByCursorHoldEachLeadOnceNewestFirstWhileOthersArrive() {
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

  /** By four vendors at once, while a reader goes from page to page. */
  @Test
  void pagesHoldEachLeadOnceWhileManyArriveAtOnce() throws Exception {
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
        seen = allPages(ofSource + "&limit=7");
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

  private static List<String> allPages(String search) {
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = CLIENT.get(search + cursor);
      seen.addAll(ids(page));
      JsonNode next = page.json().path("next_cursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asText();
    } while (!cursor.isEmpty());
    return seen;
  }

  @Test
  void aFullLastPageHasNoCursor() {
    post(campaign, "{\"a\":1}");
    post(campaign, "{\"a\":2}");

    assertThat(CLIENT.get(ofCampaign + "&limit=2").json().path("next_cursor").isNull()).isTrue();
    assertThat(CLIENT.get(ofCampaign + "&limit=1").json().path("next_cursor").isNull()).isFalse();
  }

  @Test
  void whatIsQuarantinedIsInNoSearch() {
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
  void aPageOfLargeLeadsEndsEarlyAndGoesOn() {
    String large = "{\"a\":\"%s\"}".formatted("x".repeat(65_000));
    List<String> posted = new ArrayList<>();
    for (int i = 0; i < 140; i++) {
      posted.addFirst(post(campaign, large));
    }
    List<String> all = new ArrayList<>();
    int pages = 0;
    String cursor = "";
    do {
      Answer page = CLIENT.get(ofCampaign + "&limit=1000" + cursor);
      assertThat(page.body().length()).isLessThan(9_000_000);
      all.addAll(ids(page));
      cursor = "&cursor=" + page.text("next_cursor");
      pages++;
    } while (!cursor.endsWith("null"));

    assertThat(all).isEqualTo(posted);
    assertThat(pages).isBetween(2, 10);
  }

  @Test
  void aSearchNeedsTheScopeDataApiAndIsJsonOnly() {
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
