package io.leadgate.persistence;

import static io.leadgate.persistence.LeadQueries.ALL;
import static io.leadgate.persistence.LeadQueries.by;
import static io.leadgate.persistence.LeadQueries.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.bus.LeadQuery;
import io.leadgate.domain.LeadId;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests the plans of searches among many leads: the cost of a page must depend on the page and not
 * on the size of the table. The cost is the number of 8 KiB pages that Postgres read, which is
 * independent of the machine's load.
 */
class LeadSearchPlanTest {

  private static final int CAMPAIGNS = 100;

  /** A search that reads a whole day reads more than 2,000 pages. */
  private static final int BUFFERS_MAX = 700;

  private static RunningGateway gateway;

  @BeforeAll
  static void fill() throws Exception {
    gateway = RunningGateway.start(Map.of());
    LeadsOfThreeDays.fill(database(), CAMPAIGNS, CAMPAIGNS);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static TestDatabase database() {
    return gateway.database();
  }

  private static void assertCheap(SearchPlan plan) {
    assertThat(plan.buffers()).as(plan.toString()).isLessThan(BUFFERS_MAX);
    assertThat(plan.nodes()).as(plan.toString()).doesNotContain("Seq Scan");
  }

  private static String partition(Instant day) {
    return "lead_p" + day.toString().substring(0, 10).replace("-", "");
  }

  @Test
  void theNewestLeadsAreReadFromTheNewestPartitions() throws Exception {
    SearchPlan plan = SearchPlan.of(database(), ALL, Optional.empty());

    assertCheap(plan);
    assertThat(plan.rows()).isEqualTo(101);
    assertThat(plan.read())
        .contains(partition(LeadsOfThreeDays.TOMORROW))
        .doesNotContain(partition(LeadsOfThreeDays.TODAY));
  }

  @Test
  void aTimeConditionExcludesWholePartitions() throws Exception {
    LeadQuery today =
        query(
            Optional.of(LeadsOfThreeDays.TODAY),
            Optional.of(LeadsOfThreeDays.TOMORROW),
            Optional.empty(),
            List.of(),
            Optional.empty());
    SearchPlan plan = SearchPlan.of(database(), today, Optional.empty());

    assertCheap(plan);
    assertThat(plan.read()).containsExactly(partition(LeadsOfThreeDays.TODAY));
  }

  @Test
  void aPageBehindACursorCostsAsMuchAsTheFirstPage() throws Exception {
    LeadId deep = LeadId.of(LeadsOfThreeDays.YESTERDAY.plusSeconds(3_600).toEpochMilli(), 0, 0);
    LeadQuery query =
        query(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.of(deep));
    SearchPlan plan = SearchPlan.of(database(), query, Optional.empty());

    assertCheap(plan);
    assertThat(plan.rows()).isEqualTo(101);
    assertThat(plan.read())
        .contains(partition(LeadsOfThreeDays.YESTERDAY))
        .doesNotContain(partition(LeadsOfThreeDays.TODAY));
  }

  @Test
  void leadsOfACampaignAreReadThroughItsIndex() throws Exception {
    SearchPlan plan = SearchPlan.of(database(), ALL, Optional.of(List.of(7)));

    assertCheap(plan);
    assertThat(plan.rows()).isEqualTo(101);
  }

  /**
   * The search reads the index of each partition twice for each campaign. A full page of each
   * campaign would be far more.
   */
  @Test
  void manyCampaignsAreReadOnlyAsFarAsThePageGoes() throws Exception {
    List<Integer> all = IntStream.rangeClosed(1, CAMPAIGNS).boxed().toList();
    SearchPlan plan = SearchPlan.of(database(), ALL, Optional.of(all));

    assertThat(plan.buffers()).as(plan.toString()).isLessThan(40 * CAMPAIGNS);
    assertThat(plan.rows()).isEqualTo(101);
  }

  /**
   * The few newest leads of each campaign are less than a page here, so they give no lower bound.
   */
  @Test
  void manyMostlyEmptyCampaignsAreReadThroughTheIndex() throws Exception {
    List<Integer> some =
        IntStream.concat(IntStream.rangeClosed(1, 30), IntStream.rangeClosed(101, 170))
            .boxed()
            .toList();
    SearchPlan plan = SearchPlan.of(database(), ALL, Optional.of(some));

    assertThat(plan.buffers()).as(plan.toString()).isLessThan(40 * CAMPAIGNS);
    assertThat(plan.rows()).isEqualTo(101);
  }

  @Test
  void aSearchOfTheCampaignsOfALeadSourceIsCheap() throws Exception {
    SearchPlan plan = SearchPlan.of(database(), ALL, Optional.of(List.of(1, 50, 99)));

    assertCheap(plan);
    assertThat(plan.rows()).isEqualTo(101);
  }

  @Test
  void aSearchOfACampaignWithoutLeadsIsCheap() throws Exception {
    SearchPlan plan = SearchPlan.of(database(), ALL, Optional.of(List.of(CAMPAIGNS + 1)));

    assertCheap(plan);
    assertThat(plan.rows()).isZero();
  }

  /** The Bloom filter is a hundredth of the table's size and excludes most of the table. */
  @Test
  void aSearchByEmailOrPhoneNumberUsesTheBloomFilter() throws Exception {
    String email = "person4711.%d@example.com".formatted(LeadsOfThreeDays.TODAY.toEpochMilli());
    Optional<List<Integer>> some = Optional.of(List.of(1, 12, 99));
    List<String> phones = List.of("+12120004711", "+4912120004711");

    SearchPlan one = SearchPlan.of(database(), by(Optional.of(email), List.of()), Optional.empty());
    SearchPlan ofSome = SearchPlan.of(database(), by(Optional.of(email), List.of()), some);
    SearchPlan none =
        SearchPlan.of(
            database(), by(Optional.of("nobody@example.com"), List.of()), Optional.empty());
    SearchPlan threeDays =
        SearchPlan.of(database(), by(Optional.empty(), phones), Optional.empty());

    assertCheap(one);
    assertCheap(ofSome);
    assertCheap(none);
    assertThat(List.of(one.rows(), ofSome.rows(), none.rows())).containsExactly(1L, 1L, 0L);
    assertThat(threeDays.nodes()).doesNotContain("Seq Scan");
    assertThat(threeDays.buffers()).as(threeDays.toString()).isLessThan(3 * BUFFERS_MAX);
    assertThat(threeDays.rows()).isEqualTo(3);
  }
}
