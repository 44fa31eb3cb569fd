package io.leadgate.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.bus.LeadQuery;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that new leads come into the summaries of the index of e-mails and phones. */
class ContactSummariesTest {

  private static final Duration MAX = Duration.ofSeconds(60);

  private static final LeadQuery BY_EMAIL =
      LeadQueries.by(Optional.of("person7@example.com"), List.of());

  private static final String ALL_PAGES =
      "SELECT sum(pg_relation_size(inhrelid)) / 8192 FROM pg_inherits"
          + " WHERE inhparent = 'lead'::regclass";

  @Test
  void aSearchReadsFewPagesOnceNewLeadsAreSummarised() throws Exception {
    try (TestDatabase database = SharedServers.newDatabase();
        RunningPersistence persistence = new RunningPersistence(database, Map.of());
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      fill(statement);
      // A search reads all of them until the ranges are summarised, which may be before its first.
      long all = database.number(ALL_PAGES);
      assertThat(all).isGreaterThan(1_500);
      Await.until("the ranges are summarised", MAX, () -> pages(database) < all / 4);

      assertThat(persistence.store(List.of(persistence.lead("{}")))).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"PT0S, PT1S", "PT0.05S, PT1S", "PT0.3S, PT3S", "PT1S, PT10S", "PT20S, PT10S"})
  void pauseGrowsWithTheWorkWithinItsBounds(Duration took, Duration pause) {
    assertThat(ContactSummaries.pauseAfter(took)).isEqualTo(pause);
  }

  /** Inserts 30,000 leads of today, in some 2,000 pages. */
  private static void fill(Statement statement) throws SQLException {
    statement.execute(
        """
      INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields, email, phone)
      SELECT (lpad(to_hex(%d + n), 12, '0') || '7' || lpad(to_hex(n %% 4096), 3, '0') || '8'
          || substr(md5(n::text), 1, 15))::uuid,
        1, now(), '192.0.2.1', n, json_build_object('a', repeat('x', 400)),
        'person' || n || '@example.com', '+1212' || lpad(n::text, 7, '0')
      FROM generate_series(1, 30000) AS t(n)
      """
            .formatted(Instant.now().toEpochMilli()));
  }

  private static long pages(TestDatabase database) {
    try {
      return SearchPlan.of(database, BY_EMAIL, Optional.empty()).buffers();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
