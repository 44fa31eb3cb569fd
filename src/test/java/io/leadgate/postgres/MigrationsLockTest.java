package io.leadgate.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.config.Secret;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Migrates while another session holds a lock that a migration needs. */
class MigrationsLockTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void migrationGivesWayAndTriesAgain() throws Exception {
    try (TestDatabase database = SharedServers.emptyDatabase()) {
      database.migrateTo("3");
      CompletableFuture<Migrations.Schema> migrated;
      try (Connection holder = database.connect();
          Statement statement = holder.createStatement()) {
        holder.setAutoCommit(false);
        statement.execute("LOCK TABLE audit_log IN ACCESS SHARE MODE");
        migrated =
            CompletableFuture.supplyAsync(
                () -> new Migrations(new Secret(database.uri()), Duration.ZERO).run());
        database.awaitWaitingForLock(1);
        Await.until("the migration gives way", SOON, () -> database.waitingForLock() == 0);
        assertThat(migrated).isNotDone();
        database.awaitWaitingForLock(1);
        holder.commit();
      }

      Migrations.Schema schema = migrated.get(SOON.toSeconds(), TimeUnit.SECONDS);

      assertThat(schema.applied()).isEqualTo(Integer.parseInt(schema.version()) - 3);
      assertThat(Integer.parseInt(schema.version())).isGreaterThanOrEqualTo(4);
    }
  }
}
