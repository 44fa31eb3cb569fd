package io.leadgate.persistence;

import io.leadgate.support.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Fills three days with leads, which belong to the campaigns 1, 2 and so on in turn. */
@SuppressWarnings("TimeInStaticInitializer") // The days must be those of the gateway's partitions.
final class LeadsOfThreeDays {

  static final Instant TODAY = Instant.now().truncatedTo(ChronoUnit.DAYS);
  static final Instant YESTERDAY = TODAY.minus(Duration.ofDays(1));
  static final Instant TOMORROW = TODAY.plus(Duration.ofDays(1));

  private static final int A_DAY = 30_000;

  /** Inserts leads with ids spread evenly over a day, in the order of their times. */
  private static final String FILL =
      """
      INSERT INTO lead (id, campaign_id, received_at, remote, pos, fields, email, phone)
      SELECT (lpad(to_hex(? + n * ?), 12, '0') || '7' || lpad(to_hex(n %% 4096), 3, '0') || '8'
          || substr(md5(n::text), 1, 15))::uuid,
        1 + n %% ?, now(), '192.0.2.1', n, '{"a": "%s"}',
        'person' || n || '.' || ? || '@example.com', '+1212' || lpad(n::text, 7, '0')
      FROM generate_series(0, %d) AS t(n)
      """
          .formatted("0123456789abcdef".repeat(25), A_DAY - 1);

  private LeadsOfThreeDays() {}

  /**
   * @param empty the number of further campaigns without a lead
   */
  static void fill(TestDatabase database, int campaigns, int empty) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        PreparedStatement insert = connection.prepareStatement(FILL)) {
      statement.execute("INSERT INTO lead_source (id, name) VALUES (1, 's')");
      statement.execute("INSERT INTO lead_type (id, name) VALUES (1, 't')");
      statement.execute(
          "INSERT INTO campaign (id, lead_source_id, lead_type_id, name)"
              + " SELECT n, 1, 1, 'c' FROM generate_series(1, %d) AS t(n)"
                  .formatted(campaigns + empty));
      long step = Duration.ofDays(1).toMillis() / A_DAY;
      for (Instant day : List.of(YESTERDAY, TODAY, TOMORROW)) {
        insert.setLong(1, day.toEpochMilli());
        insert.setLong(2, step);
        insert.setInt(3, campaigns);
        insert.setLong(4, day.toEpochMilli());
        insert.executeUpdate();
      }
      // Autovacuum would vacuum and analyze the table later.
      statement.execute("VACUUM ANALYZE lead");
    }
  }
}
