package io.leadgate.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.bus.LeadQuery;
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
 * Where there are few campaigns, a planner that knows how few would look for the leads of one among
 * all the newest, or for any of an empty one through the whole table.
 */
class FewCampaignsPlanTest {

  private static final int CAMPAIGNS = 4;
  private static final int EMPTY = CAMPAIGNS + 1;
  private static final int BUFFERS_MAX = 1_000;
  private static final Optional<Integer> ANY = Optional.empty();
  private static final LeadQuery ALL =
      new LeadQuery(
          ANY,
          ANY,
          ANY,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          100);

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
  void theLeadsOfOneOfFewCampaignsAreReadThroughItsIndex() throws Exception {
    assertCheap(List.of(2), 101);
  }

  @Test
  void aCampaignWithoutLeadsAmongFewIsSoonFoundToHaveNone() throws Exception {
    assertCheap(List.of(EMPTY), 0);
  }

  @Test
  void aLeadSourceWithAnEmptyCampaignCostsWhatItsPageDoes() throws Exception {
    assertCheap(List.of(1, 3, EMPTY), 101);
  }

  /** It is asked while every other change waits. */
  @Test
  void whetherACampaignHasLeadsIsSoonFound() throws Exception {
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
