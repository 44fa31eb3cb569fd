package io.leadgate.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.bus.LeadQuery;
import io.leadgate.support.RunningGateway;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Cuts pages of large leads. The cost is the number of 8 KiB pages that Postgres reads, and each
 * text of a large lead is on several of these pages.
 */
class PageCutTest {

  private static final int LEADS = 100;
  private static final int PAGE_BYTES = 1_048_576;

  /** The leads of 64,000 bytes that fit on a page. */
  private static final int FIT = 16;

  /** Pages with the leads themselves and with their index, which a long page reads as a whole. */
  private static final int ROWS_BUFFERS = 30;

  private static RunningGateway gateway;

  @BeforeAll
  static void fill() throws Exception {
    gateway = RunningGateway.start(Map.of());
    try (Connection connection = gateway.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO lead_source (id, name) VALUES (1, 's')");
      statement.execute("INSERT INTO lead_type (id, name) VALUES (1, 't')");
      statement.execute(
          "INSERT INTO campaign (id, lead_source_id, lead_type_id, name) VALUES (1, 1, 1, 'c')");
      statement.execute(
          """
          INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields)
          SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0') || '7'
              || lpad(to_hex(n), 3, '0') || '8' || substr(md5(n::text), 1, 15))::uuid,
            1, now(), '192.0.2.1', n, json_build_object('a', (
              SELECT string_agg(md5(n || ' ' || part), '') FROM generate_series(1, 2000) AS p(part)))
          FROM generate_series(1, %d) AS t(n)
          """
              .formatted(LEADS));
      statement.execute(
          "ALTER DATABASE \"%s\" SET leadgate.page_bytes = %d"
              .formatted(connection.getCatalog(), PAGE_BYTES));
      statement.execute("VACUUM ANALYZE lead");
    }
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static SearchPlan plan(int limit) throws Exception {
    Optional<Integer> any = Optional.empty();
    return SearchPlan.of(
        gateway.database(),
        new LeadQuery(
            any,
            any,
            any,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            limit),
        Optional.empty());
  }

  @Test
  void textsOfLeadsBehindThePageAreNotRead() throws Exception {
    SearchPlan few = plan(FIT);
    SearchPlan many = plan(LEADS);

    assertThat(few.rows()).isEqualTo(FIT);
    assertThat(many.rows()).isEqualTo(FIT);
    assertThat(many.buffers()).isLessThanOrEqualTo(few.buffers() + ROWS_BUFFERS);
  }
}
