package io.leadgate.faults;

import static io.leadgate.support.http.AnswerAssertions.assertPlainProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds locks in Postgres, and shows which calls wait for them and which calls do not. */
@Tag("faults")
class BusyPostgresSpec {

  private static final RunningGateway GATEWAY =
      RunningGateway.start(Map.of("LEADGATE_POSTGRES_SEARCH_CONNECTIONS", "2"));
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  /** A foreign transaction that holds a lock until its end. */
  private record Held(Connection connection) implements AutoCloseable {

    static Held begin(String sql) throws SQLException {
      Held held = new Held(GATEWAY.database().connect());
      held.connection.setAutoCommit(false);
      held.execute(sql);
      return held;
    }

    void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    void commit() throws SQLException {
      connection.commit();
    }

    void rollBack() throws SQLException {
      connection.rollback();
    }

    /** Rolls back too. */
    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  @Test
  void changesDoNotWaitBehindSearchesThatWait() throws Exception {
    Credential credential = FIXTURES.credential("lead_receiver");
    Http reader = GATEWAY.api().bearer(FIXTURES.token("data_api"));
    String campaign = ACCOUNT.campaign().header("Location");
    try (Held held = Held.begin("LOCK TABLE lead IN ACCESS EXCLUSIVE MODE");
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Answer>> searches =
          IntStream.range(0, 10)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> reader.get("/v1/leads"), readers))
              .toList();
      GATEWAY.database().awaitWaitingForLock(2);
      assertThat(ACCOUNT.client().patch(campaign, "{\"status\":\"paused\"}").status())
          .isEqualTo(200);
      Answer disabled =
          GATEWAY
              .management()
              .admin()
              .patch("/admin/credentials/" + credential.clientId(), "{\"enabled\":false}");

      assertThat(disabled.status()).isEqualTo(200);
      assertThat(disabled.json().path("enabled").asBoolean()).isFalse();
      assertThat(searches).anyMatch(search -> !search.isDone());
      held.rollBack();
      List<Answer> answers = searches.stream().map(CompletableFuture::join).toList();
      assertThat(answers)
          .as("searches that waited for the lock")
          .filteredOn(answer -> answer.status() == 200)
          .hasSizeGreaterThanOrEqualTo(2);
      // The other searches may have found the readers' share used up.
      assertThat(answers)
          .filteredOn(answer -> answer.status() != 200)
          .allSatisfy(answer -> assertPlainProblem(answer, 503, "overloaded"))
          .allSatisfy(answer -> assertThat(answer.header("Retry-After")).matches("[1-9]\\d*"));
    }
  }

  @Test
  void changesWithoutAWriteDoNotWaitForAWrite() throws Exception {
    Answer campaign = ACCOUNT.campaign();
    String path = campaign.header("Location");
    try (Held held = Held.begin("SELECT raise_state_version()")) {
      Http client = ACCOUNT.client();

      assertThat(client.patch(path, "{\"name\":\"campaign\"}").status()).isEqualTo(200);
      assertThat(client.patch(path, "{\"status\":\"odd\"}").status()).isEqualTo(422);
      assertThat(client.with("If-Match", "\"x\"").patch(path, "{\"name\":\"y\"}").status())
          .isEqualTo(412);
      held.rollBack();
    }
  }

  /** Each change waits for the change before it, which may take away the right to make it. */
  @Test
  void changeIsNotMadeIfItsCredentialWasDisabledOrBoundMeanwhile() throws Exception {
    int source = ACCOUNT.campaign().json().path("lead_source_id").intValue();
    for (String change : List.of("enabled = false", "lead_source_id = %d".formatted(source))) {
      Credential credential = FIXTURES.credential("account_api");
      Http client = GATEWAY.api().bearer(FIXTURES.token(credential));
      String path =
          client.post(AccountClient.SOURCES, "{\"name\":\"as it was\"}").header("Location");
      try (Held held = Held.begin("SELECT raise_state_version()");
          ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
        List<CompletableFuture<Answer>> changes =
            List.<Supplier<Answer>>of(
                    () -> client.patch(path, "{\"name\":\"too late\"}"),
                    () -> client.send("DELETE", path, new byte[0]),
                    () -> client.post(AccountClient.SOURCES, "{\"name\":\"too late\"}"))
                .stream()
                .map(call -> CompletableFuture.supplyAsync(call, writers))
                .toList();
        // The others wait in the gateway for their turn.
        GATEWAY.database().awaitWaitingForLock(1);
        held.execute(
            "UPDATE credential SET %s WHERE client_id = '%s'"
                .formatted(change, credential.clientId()));
        held.commit();

        assertThat(changes)
            .extracting(CompletableFuture::join)
            .allMatch(answer -> answer.problem().equals("invalid-token"));
      }
      assertThat(ACCOUNT.client().get(path).text("name")).isEqualTo("as it was");
      assertThat(FIXTURES.number("SELECT count(*) FROM lead_source WHERE name = 'too late'"))
          .isZero();
    }
  }

  /** The 503 says that the outcome is not known. */
  @Test
  void changeThatWaitsTooLongIs503AndLeavesNoTrace() throws Exception {
    String path = ACCOUNT.campaign().header("Location");
    Http client = ACCOUNT.client();
    try (Held held = Held.begin("SELECT raise_state_version()")) {
      Answer late = client.patch(path, "{\"name\":\"late\"}");

      assertThat(late.status()).isEqualTo(503);
      assertThat(late.problem()).isEqualTo("storage-unavailable");
      assertThat(late.header("Retry-After")).matches("[1-9]\\d*");
      held.rollBack();
    }
    assertThat(client.get(path).text("name")).isEqualTo("campaign");
    assertThat(client.patch(path, "{\"name\":\"again\"}").status()).isEqualTo(200);
  }
}
