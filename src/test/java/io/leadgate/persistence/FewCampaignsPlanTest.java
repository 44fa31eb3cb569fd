package io.leadgate.persistence;

import static io.leadgate.persistence.LeadQueries.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.store.CampaignTable;
import io.leadgate.support.RunningGateway;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests the plans of searches in a table with few campaigns. A planner that knew the number of
 * campaigns would search the newest leads of all campaigns for a single campaign's leads, and scan
 * the whole table for a campaign without leads.
 */
class FewCampaignsPlanTest {

  private static final int CAMPAIGNS = 4;
  private static final int EMPTY = CAMPAIGNS + 1;
  private static final int BUFFERS_MAX = 1_000;

  private static RunningGateway gateway;

  @BeforeAll
  static void fill() throws Exception {
    gateway = RunningGateway.start(Map.of());
    LeadsOfThreeDays.fill(gateway.database(), CAMPAIGNS, 1);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static void assertCheap(List<Integer> campaigns, long rows) throws Exception {
    for (SearchPlan plan :
        List.of(
            SearchPlan.of(gateway.database(), ALL, Optional.of(campaigns)),
            SearchPlan.generic(gateway.database(), ALL, Optional.of(campaigns)))) {
      assertThat(plan.buffers()).as(plan.toString()).isLessThan(BUFFERS_MAX);
      assertThat(plan.rows()).as(plan.toString()).isEqualTo(rows);
    }
  }

  @Test
  void leadsOfACampaignAreReadThroughItsIndex() throws Exception {
    assertCheap(List.of(2), 101);
  }

  @Test
  void aSearchOfACampaignWithoutLeadsIsCheap() throws Exception {
    assertCheap(List.of(EMPTY), 0);
  }

  @Test
  void aSearchWithAnEmptyCampaignIsAsCheapAsItsPage() throws Exception {
    assertCheap(List.of(1, 3, EMPTY), 101);
  }

  /** The question runs inside a change, and all other changes wait for it. */
  @Test
  void theCheckWhetherACampaignHasLeadsIsCheap() throws Exception {
    for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
      for (int campaign : new int[] {2, EMPTY}) {
        try (Connection connection = gateway.database().connect();
            Statement statement = connection.createStatement()) {
          statement.execute("SET plan_cache_mode = " + mode);
          statement.execute("PREPARE in_use (int) AS " + new CampaignTable().inUse());
          try (ResultSet plan =
              statement.executeQuery(
                  "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE in_use (%d)"
                      .formatted(campaign))) {
            plan.next();
            assertThat(SearchPlan.read(plan.getString(1)).buffers())
                .as(plan.getString(1))
                .isLessThan(BUFFERS_MAX);
          }
        }
      }
    }
  }
}
