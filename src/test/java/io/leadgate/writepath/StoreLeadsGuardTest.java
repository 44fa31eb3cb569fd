package io.leadgate.writepath;

import static io.leadgate.writepath.FunctionCalls.H1;
import static io.leadgate.writepath.FunctionCalls.H2;
import static io.leadgate.writepath.FunctionCalls.PRINT;
import static io.leadgate.writepath.FunctionCalls.hashed;
import static io.leadgate.writepath.FunctionCalls.id;
import static io.leadgate.writepath.FunctionCalls.keyed;
import static io.leadgate.writepath.FunctionCalls.plain;
import static io.leadgate.writepath.FunctionCalls.rejects;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what {@code store_leads_2} promises about its callers, its places and its commits. */
class StoreLeadsGuardTest {

  @RegisterExtension private static final FunctionCalls CALLS = new FunctionCalls();

  @Test
  void leadsOfABatchHaveThePlaceOfTheirTransaction() throws SQLException {
    CALLS.connection().setAutoCommit(false);
    CALLS.store(plain(id(0)), plain(id(1)));
    long xid = CALLS.number("SELECT pg_current_xact_id()::text::bigint");
    CALLS.connection().commit();
    CALLS.store(plain(id(2)));

    Map<UUID, Long> places =
        CALLS.tables().leads().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, lead -> lead.getValue().pos()));
    assertThat(places.get(id(0))).isEqualTo((1L << 40) + xid).isEqualTo(places.get(id(1)));
    assertThat(places.get(id(2))).isGreaterThan(places.get(id(0)));
  }

  @Test
  void leadThatIsThereIsAnErrorWithoutAnEarlierTry() throws SQLException {
    CALLS.store(plain(id(0)));

    assertThat(CALLS.failure(false, plain(id(0)), plain(id(1)))).isEqualTo("23505");
    CALLS.assertLeads(id(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lead", "idempotency_key", "duplicate"})
  void rowsThatATriggerSwallowsAreMissed(String table) throws SQLException {
    Row one = keyed(id(0), PRINT, rejects(H1));
    Row other = hashed(id(1), rejects(H2));
    CALLS.execute(
        """
        CREATE OR REPLACE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RETURN NULL; END $$""");
    CALLS.execute(
        "CREATE TRIGGER swallow BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION swallow()"
            .formatted(table));
    try {
      assertThat(CALLS.failure(false, one)).isEqualTo("LG001");
      assertThat(CALLS.failure(false, one, other)).isEqualTo("LG001");
      assertThat(CALLS.failure(true, one, other)).isEqualTo("LG001");
    } finally {
      CALLS.execute("DROP TRIGGER swallow ON " + table);
    }
    CALLS.assertLeads();
    CALLS.assertNoKey();
    CALLS.assertHashes(Map.of());
  }

  @Test
  void idsMustAscend() throws SQLException {
    assertThat(CALLS.failure(false, plain(id(1)), plain(id(0)))).isEqualTo("LG003");
    assertThat(CALLS.failure(false, plain(id(0)), plain(id(0)))).isEqualTo("LG003");
    CALLS.assertLeads();
  }

  @Test
  void eachStatementMustSeeWhatTheLastOneWaitedFor() throws SQLException {
    CALLS.connection().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);

    assertThat(CALLS.failure(false, plain(id(0)))).isEqualTo("LG002");
    CALLS.assertLeads();
  }

  /** A commit without a record in the log would not wait for a standby. */
  @Test
  void retryThatFindsAllLeadsWritesToTheLog() throws SQLException {
    CALLS.store(plain(id(0)));
    CALLS.connection().setAutoCommit(false);
    long before = CALLS.number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");

    CALLS.storeAgain(plain(id(0)));

    assertThat(CALLS.number("SELECT pg_current_xact_id_if_assigned()::text::bigint")).isPositive();
    assertThat(CALLS.number("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"))
        .isGreaterThan(before);
    CALLS.connection().commit();
  }
}
