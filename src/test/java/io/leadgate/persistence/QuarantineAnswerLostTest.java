package io.leadgate.persistence;

import static io.leadgate.persistence.RunningPersistence.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.QuarantineBound;
import io.leadgate.domain.QuarantineReason;
import io.leadgate.domain.QuarantineResult;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.TcpProxy;
import io.leadgate.telemetry.Event;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests a batch that Postgres commits and whose answer is lost on the way. */
@Tag("faults")
class QuarantineAnswerLostTest {

  private static final Duration MAX = Duration.ofSeconds(30);

  @ParameterizedTest
  @EnumSource(names = {"EXPIRED", "BAD_SIGNATURE"})
  void aRequestIsCountedOnceWhenTheAnswerIsLost(QuarantineReason reason) throws SQLException {
    try (OwnPostgres postgres = new OwnPostgres();
        TcpProxy proxy = TcpProxy.before(postgres.server().port());
        RunningPersistence persistence = throughIt(postgres, proxy)) {
      Future<QuarantineResult> answer;
      try (Connection holder = postgres.database().connect()) {
        holder.setAutoCommit(false);
        execute(holder, "SELECT FROM quarantine_rows FOR UPDATE");
        answer = persistence.quarantine(persistence.badRequest(reason));
        Await.until(
            "the batch is at the server and waits",
            MAX,
            () ->
                postgres.database().number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
        proxy.swallowOld();
      }
      Await.until(
          "the batch is committed",
          MAX,
          () -> postgres.database().number("SELECT count(*) FROM quarantine") == 1);

      assertThat(persistence.events(Event.BatchRetried.class)).isEmpty();
      assertThat(await(answer)).isEqualTo(new QuarantineResult.Kept());
      assertThat(persistence.events(Event.BatchRetried.class)).hasSize(1);
      assertThat(postgres.database().number("SELECT sum(rows) FROM quarantine_rows")).isEqualTo(1);
      assertThat(await(persistence.quarantine(persistence.badRequest(reason))))
          .isEqualTo(new QuarantineResult.Overflowed(QuarantineBound.ROWS));
      assertThat(postgres.database().number("SELECT count(*) FROM quarantine")).isEqualTo(1);
    }
  }

  /**
   * The batch time-out leaves enough time to wait and to commit before the batch counts as lost.
   */
  private static RunningPersistence throughIt(OwnPostgres postgres, TcpProxy proxy) {
    String direct = postgres.database().uri();
    return new RunningPersistence(
        postgres.database(),
        Map.of(
            "LEADGATE_POSTGRES_URI",
            direct.replace(":" + postgres.server().port(), ":" + proxy.port()),
            "LEADGATE_STORAGE_BATCH_TIMEOUT",
            "3s",
            "LEADGATE_QUARANTINE_SIGNED_ROWS_MAX",
            "1",
            "LEADGATE_QUARANTINE_STRANGERS_ROWS_MAX",
            "1"));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
