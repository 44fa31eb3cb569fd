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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that a node which freezes within a change does not hold up the changes of other nodes. */
@Tag("faults")
class FrozenChangeSpec {

  private static final Duration MAX = Duration.ofMinutes(1);
  private static final int CHANGES_AT_ONCE = 6;

  /** Sessions that hold the lock of all changes and whose node sends nothing. */
  private static final String FROZEN =
      """
      SELECT count(*) FROM pg_stat_activity JOIN pg_locks USING (pid)
      WHERE state = 'idle in transaction' AND relation = 'state_version'::regclass
      """;

  @Test
  void credentialIsDisabledWhileAnotherNodeIsFrozenWithinAChange() {
    try (ProxiedPostgres postgres = new ProxiedPostgres();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Fixtures fixtures = postgres.other().fixtures();
      Credential credential = fixtures.credential("lead_receiver");
      String path = AccountClient.SOURCES + "/" + fixtures.campaign().leadSourceId();
      Http frozen = postgres.gateway().api().bearer(fixtures.token("account_api"));
      Await.until("the token is known", MAX, () -> frozen.get(path).status() == 200);

      Await.until("a change is frozen", MAX, () -> freezesAChange(postgres, frozen, path, threads));
      Answer disabled =
          postgres
              .other()
              .management()
              .admin()
              .patch("/admin/credentials/" + credential.clientId(), "{\"enabled\":false}");

      assertThat(disabled.status()).as(disabled.body()).isEqualTo(200);
      threads.shutdownNow();
    }
  }

  /** Whether one of several changes at once was cut off between two of its statements. */
  private static boolean freezesAChange(
      ProxiedPostgres postgres, Http client, String path, ExecutorService threads) {
    List<CompletableFuture<Answer>> changes =
        IntStream.range(0, CHANGES_AT_ONCE)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> client.patch(path, "{\"name\":\"name %d\"}".formatted(i)), threads))
            .toList();
    CompletableFuture.anyOf(changes.toArray(CompletableFuture[]::new)).join();
    postgres.proxy().swallowAnswersOfOld();
    return frozenChanges(postgres) > 0;
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
