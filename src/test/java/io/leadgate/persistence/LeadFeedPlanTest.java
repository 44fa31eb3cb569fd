package io.leadgate.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.leadgate.support.RunningGateway;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests the plan of a page of the feed among many leads: the page must be read through the index of
 * the places, and its cost must not depend on the size of the table. The cost is the number of 8
 * KiB pages that Postgres read, which is independent of the machine's load.
 */
class LeadFeedPlanTest {

  private static final int A_DAY = 20_000;
  private static final int BATCH = 100;
  private static final int LIMIT = 100;

  /** A page that reads a single day reads more than 1,000 pages. */
  private static final int BUFFERS_MAX = 250;

  private static RunningGateway gateway;

  /** Prepared the statement when the table was empty. */
  private static Connection early;

  @BeforeAll
  static void fill() throws SQLException {
    gateway = RunningGateway.start(Map.of());
    // Else the planner takes an empty table for a small table, and chooses the index by itself.
    execute("VACUUM ANALYZE lead");
    early = prepared();
    explain(early, 0);
    try (Connection connection = gateway.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO lead_source (id, name) VALUES (1, 's')");
      statement.execute("INSERT INTO lead_type (id, name) VALUES (1, 't')");
      statement.execute(
          "INSERT INTO campaign (id, lead_source_id, lead_type_id, name) VALUES (1, 1, 1, 'c')");
      long place = 1;
      for (Instant day :
          List.of(LeadsOfThreeDays.YESTERDAY, LeadsOfThreeDays.TODAY, LeadsOfThreeDays.TOMORROW)) {
        statement.execute(leads(day, place));
        place += A_DAY / BATCH;
      }
    }
  }

  @AfterAll
  static void stop() throws SQLException {
    early.close();
    gateway.close();
  }

  /** Inserts the leads of a day, in batches that share a place. */
  private static String leads(Instant day, long place) {
    return """
        INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields)
        SELECT (lpad(to_hex(%d + n), 12, '0') || '7' || lpad(to_hex(n %% 4096), 3, '0') || '8'
            || substr(md5(n::text), 1, 15))::uuid, 1, now(), '192.0.2.1', %d + n / %d,
          '{"a": "%s"}'
        FROM generate_series(0, %d) AS t(n)
        """
        .formatted(day.toEpochMilli(), place, BATCH, "0123456789abcdef".repeat(25), A_DAY - 1);
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = gateway.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection prepared() throws SQLException {
    Connection connection = gateway.database().connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET plan_cache_mode = force_generic_plan");
      statement.execute("PREPARE page (bigint, uuid, int) AS " + LeadFeed.AFTER);
    }
    return connection;
  }

  /** Reads a page behind the last lead of that place. */
  private static SearchPlan explain(Connection connection, long pos) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(LeadFeed.TRANSACTION_SETTINGS);
      try (ResultSet result =
          statement.executeQuery(
              "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE page (%d, '%s', %d)"
                  .formatted(pos, "ffffffff-ffff-ffff-ffff-ffffffffffff", LIMIT))) {
        result.next();
        return SearchPlan.read(result.getString(1));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static void assertCheap(SearchPlan plan, int rows) {
    assertThat(plan.rows()).isEqualTo(rows);
    assertThat(plan.buffers()).as(plan.toString()).isLessThan(BUFFERS_MAX);
    assertThat(plan.nodes()).as(plan.toString()).containsOnly("Index Scan");
  }

  private static void assertCheapPages(Connection connection) throws SQLException {
    int places = 3 * A_DAY / BATCH;
    assertCheap(explain(connection, 0), LIMIT);
    assertCheap(explain(connection, A_DAY / BATCH), LIMIT);
    assertCheap(explain(connection, places - 1), LIMIT);
    assertCheap(explain(connection, places), 0);
  }

  @Test
  void aPageIsReadThroughTheIndexWhereverItIs() throws SQLException {
    try (Connection connection = prepared()) {
      assertCheapPages(connection);
    }
  }

  @Test
  void aStatementThatWasPreparedOnAnEmptyTableIsAsCheap() throws SQLException {
    assertCheapPages(early);
  }
}
