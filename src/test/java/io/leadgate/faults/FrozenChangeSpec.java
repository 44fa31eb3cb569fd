package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that a node which freezes within a change does not hold up the changes of other nodes. */
@Tag("faults")
class FrozenChangeSpec {

  private static final Duration MAX = Duration.ofMinutes(1);

  /** Sessions that hold the lock of all changes and whose node sends nothing. */
  private static final String FROZEN =
      """
      SELECT count(*) FROM pg_stat_activity JOIN pg_locks USING (pid)
      WHERE state = 'idle in transaction' AND relation = 'state_version'::regclass
      """;

  @Test
  void credentialIsDisabledWhileAnotherNodeIsFrozenWithinAChange() throws SQLException {
    try (ProxiedPostgres postgres = new ProxiedPostgres()) {
      Fixtures fixtures = postgres.other().fixtures();
      Credential credential = fixtures.credential("lead_receiver");
      int source = fixtures.campaign().leadSourceId();
      String path = AccountClient.SOURCES + "/" + source;
      Http frozen = postgres.gateway().api().bearer(fixtures.token("account_api"));
      Await.until("the token is known", MAX, () -> frozen.get(path).status() == 200);

      freezeWithinAChange(postgres, source, () -> frozen.patch(path, "{\"name\":\"new\"}"));
      Answer disabled =
          postgres
              .other()
              .management()
              .admin()
              .patch("/admin/credentials/" + credential.clientId(), "{\"enabled\":false}");

      assertThat(disabled.status()).as(disabled.body()).isEqualTo(200);
    }
  }

  /** Cuts a node off while its change, which holds the lock of all changes, waits for a row. */
  private static void freezeWithinAChange(
      ProxiedPostgres postgres, int source, Supplier<Answer> change) throws SQLException {
    try (Connection connection = postgres.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT FROM lead_source WHERE id = %d FOR UPDATE".formatted(source));
      var unanswered = CompletableFuture.supplyAsync(change, Thread::startVirtualThread);
      postgres.awaitWaiting(1);
      postgres.proxy().swallowAnswersOfOld();
      assertThat(unanswered).isNotDone();
      connection.rollback();
    }
    Await.until("the change is frozen", MAX, () -> frozenChanges(postgres) > 0);
  }

  private static long frozenChanges(ProxiedPostgres postgres) {
    try (Connection connection = postgres.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(FROZEN)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
