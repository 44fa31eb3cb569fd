package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.QuarantineLane;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.QuarantinedRequest;
import io.leadgate.support.OwnPostgres;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Tests that a batch whose rows are already stored writes a record to the WAL, because without a
 * record the commit would not wait for the standby.
 */
class StandbyRecordTest {

  private static final OwnPostgres POSTGRES = new OwnPostgres();
  private static final RunningPersistence PERSISTENCE =
      new RunningPersistence(POSTGRES.database(), Map.of());
  private static final Vertx VERTX = Vertx.vertx();
  private static final SqlConnection CONNECTION =
      await(PgConnection.connect(VERTX, PgConnectOptions.fromUri(POSTGRES.database().uri())));

  static {
    POSTGRES.execute("CREATE EXTENSION pg_walinspect");
  }

  @AfterAll
  static void stop() {
    await(VERTX.close());
    PERSISTENCE.close();
    POSTGRES.close();
  }

  @Test
  void aRetryOfLeadsWritesARecord() {
    LeadTable table = new LeadTable();
    List<Lead> batch = List.of(PERSISTENCE.lead(LEAD), PERSISTENCE.lead(LEAD));

    assertThat(records(() -> await(table.write(CONNECTION, batch, false)))).isZero();
    assertThat(records(() -> await(table.write(CONNECTION, batch, true)))).isEqualTo(1);
  }

  /** A commit waits for the standby if its transaction has written anything. */
  @Test
  void aReplayOfAKeyCommitsItsLockOfTheKey() {
    LeadTable table = new LeadTable();
    List<Lead> first = List.of(PERSISTENCE.lead(LEAD, "replayed"));
    List<Lead> again = List.of(PERSISTENCE.lead(LEAD, "replayed"));
    await(table.write(CONNECTION, first, false));

    assertThat(
            committedLocks(
                () ->
                    assertThat(await(table.write(CONNECTION, again, false)))
                        .singleElement()
                        .isInstanceOf(IngestResult.Replayed.class)))
        .isEqualTo(1);
  }

  @Test
  void aRetryOfQuarantinedRequestsWritesARecord() {
    QuarantineTable table = new QuarantineTable(QuarantineLane.SIGNED, 10);
    List<QuarantinedRequest> batch = List.of(PERSISTENCE.badRequest(QuarantineReason.EXPIRED));

    assertThat(records(() -> await(table.write(CONNECTION, batch, false)))).isZero();
    assertThat(records(() -> await(table.write(CONNECTION, batch, true)))).isEqualTo(1);
  }

  /** The number of WAL records that the work has written for the standby. */
  private static int records(Runnable work) {
    return count(work, "SELECT 1 FROM records WHERE resource_manager = 'LogicalMessage'");
  }

  /** The number of transactions of the work that have locked rows and are committed in the WAL. */
  private static int committedLocks(Runnable work) {
    return count(
        work,
        """
        SELECT 1 FROM records GROUP BY xid
        HAVING bool_or(resource_manager = 'Heap' AND record_type LIKE 'LOCK%')
          AND bool_or(resource_manager = 'Transaction' AND record_type LIKE 'COMMIT%')
        """);
  }

  /**
   * @param wanted a query on the WAL records that the work has written
   */
  private static int count(Runnable work, String wanted) {
    try (Connection connection = POSTGRES.database().connect();
        Statement statement = connection.createStatement()) {
      String begin = text(statement, "SELECT pg_current_wal_insert_lsn()");
      work.run();
      return Integer.parseInt(
          text(
              statement,
              "WITH records AS (SELECT * FROM pg_get_wal_records_info('%s', pg_current_wal_flush_lsn())) SELECT count(*) FROM (%s) AS wanted"
                  .formatted(begin, wanted)));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
