package io.leadgate.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.LeadId;
import io.leadgate.domain.LeadQuery;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How Postgres goes about a search among many leads: what a page costs must depend on the page and
 * not on the table. Counted in the pages of 8 KiB that were looked at, which no load changes.
 */
@SuppressWarnings("TimeInStaticInitializer") // The days must be those of the gateway's partitions.
class LeadSearchPlanTest {

  private static final int LEADS_A_DAY = 30_000;
  private static final int CAMPAIGNS = 100;

  /** A search that reads the whole of one day looks at more than 2,000. */
  private static final int BUFFERS_MAX = 700;

  private static final Instant TODAY = Instant.now().truncatedTo(ChronoUnit.DAYS);
  private static final Instant YESTERDAY = TODAY.minus(Duration.ofDays(1));
  private static final Instant TOMORROW = TODAY.plus(Duration.ofDays(1));

  /** Ids spread over a day, in the order of their times, which is the order of insertion. */
  private static final String FILL =
      """
      INSERT INTO lead (id, campaign_id, received_at, remote, fields, email, phone)
      SELECT (lpad(to_hex(? + n * ?), 12, '0') || '7' || lpad(to_hex(n %% 4096), 3, '0') || '8'
          || substr(md5(n::text), 1, 15))::uuid,
        1 + n %% %d, now(), '192.0.2.1', '{"a": "%s"}',
        'person' || n || '.' || ? || '@example.com', '+1212' || lpad(n::text, 7, '0')
      FROM generate_series(0, %d) AS t(n)
      """
          .formatted(CAMPAIGNS, "0123456789abcdef".repeat(25), LEADS_A_DAY - 1);

  private static RunningGateway gateway;

  @BeforeAll
  static void fill() throws Exception {
    gateway = RunningGateway.start(Map.of());
    try (Connection connection = database().connect();
        Statement statement = connection.createStatement();
        PreparedStatement insert = connection.prepareStatement(FILL)) {
      statement.execute("INSERT INTO lead_source (id, name) VALUES (1, 's')");
      statement.execute("INSERT INTO lead_type (id, name) VALUES (1, 't')");
      statement.execute(
          "INSERT INTO campaign (id, lead_source_id, lead_type_id, name)"
              + " SELECT n, 1, 1, 'c' FROM generate_series(1, %d) AS t(n)".formatted(CAMPAIGNS));
      long step = Duration.ofDays(1).toMillis() / LEADS_A_DAY;
      for (Instant day : List.of(YESTERDAY, TODAY, TOMORROW)) {
        insert.setLong(1, day.toEpochMilli());
        insert.setLong(2, step);
        insert.setLong(3, day.toEpochMilli());
        insert.executeUpdate();
      }
      // As autovacuum does by and by.
      statement.execute("VACUUM ANALYZE lead");
    }
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static TestDatabase database() {
    return gateway.database();
  }

  private static final LeadQuery ALL =
      query(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

  private static LeadQuery query(
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<String> email,
      List<String> phones,
      Optional<LeadId> before) {
    Optional<Integer> any = Optional.empty();
    return new LeadQuery(any, any, any, from, to, email, phones, before, 100);
  }

  private static LeadQuery by(Optional<String> email, List<String> phones) {
    return query(Optional.empty(), Optional.empty(), email, phones, Optional.empty());
  }

  private static void assertCheap(SearchPlan plan) {
    assertThat(plan.buffers()).as(plan.toString()).isLessThan(BUFFERS_MAX);
    assertThat(plan.nodes()).as(plan.toString()).doesNotContain("Seq Scan");
  }

  private static String partition(Instant day) {
    return "lead_p" + day.toString().substring(0, 10).replace("-", "");
  }

  @Test
  void theNewestLeadsAreReadFromTheNewestPartitionsAlone() throws Exception {
    SearchPlan plan = SearchPlan.of(database(), ALL, Optional.empty());

    assertCheap(plan);
    assertThat(plan.rows()).isEqualTo(101);
    assertThat(plan.read()).contains(partition(TOMORROW)).doesNotContain(partition(TODAY));
  }

  @Test
  void aTimeLeavesOutWholePartitions() throws Exception {
    LeadQuery today =
        query(
            Optional.of(TODAY),
            Optional.of(TOMORROW),
            Optional.empty(),
            List.of(),
            Optional.empty());
    SearchPlan plan = SearchPlan.of(database(), today, Optional.empty());

    assertCheap(plan);
    assertThat(plan.read()).containsExactly(partition(TODAY));
  }

  @Test
  void thePageBehindACursorCostsWhatTheFirstOneDoes() throws Exception {
    LeadId deep = LeadId.of(YESTERDAY.plusSeconds(3_600).toEpochMilli(), 0, 0);
    LeadQuery query =
        query(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.of(deep));
    SearchPlan plan = SearchPlan.of(database(), query, Optional.empty());

    assertCheap(plan);
    assertThat(plan.rows()).isEqualTo(101);
    assertThat(plan.read()).contains(partition(YESTERDAY)).doesNotContain(partition(TODAY));
  }

  @Test
  void theLeadsOfACampaignAreReadThroughItsIndex() throws Exception {
    SearchPlan plan = SearchPlan.of(database(), ALL, Optional.of(List.of(7)));

    assertCheap(plan);
    assertThat(plan.rows()).isEqualTo(101);
  }

  @Test
  void theLeadsOfALeadSourceAreThoseOfEachOfItsCampaigns() throws Exception {
    SearchPlan plan = SearchPlan.of(database(), ALL, Optional.of(List.of(1, 50, 99)));

    assertCheap(plan);
    assertThat(plan.rows()).isEqualTo(101);
  }

  @Test
  void aCampaignWithoutLeadsIsSoonFoundToHaveNone() throws Exception {
    SearchPlan plan = SearchPlan.of(database(), ALL, Optional.of(List.of(CAMPAIGNS + 1)));

    assertCheap(plan);
    assertThat(plan.rows()).isZero();
  }

  /** The filter itself is a hundredth of the table; through it go few parts of the table. */
  @Test
  void anEmailAndAPhoneNumberAreFoundThroughTheBloomFilter() throws Exception {
    String email = "person4711.%d@example.com".formatted(TODAY.toEpochMilli());
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
