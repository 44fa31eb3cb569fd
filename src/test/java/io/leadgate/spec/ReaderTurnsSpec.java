package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Searches with many connections of one reader, while another reader searches too. */
class ReaderTurnsSpec {

  private static final String SEARCH = "/v1/leads?limit=1";

  private static final RunningGateway GATEWAY = RunningGateway.start(Map.of());
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  @AfterAll
  static void close() {
    GATEWAY.close();
  }

  private static CompletableFuture<Answer> search(Http reader) {
    return CompletableFuture.supplyAsync(() -> reader.get(SEARCH), Thread::startVirtualThread);
  }

  @Test
  void readerHasTwoSearchesAtOnceAndItsOthersWait() throws SQLException {
    Http greedy = GATEWAY.api().bearer(FIXTURES.token("data_api"));
    Http other = GATEWAY.api().bearer(FIXTURES.token("data_api"));
    List<CompletableFuture<Answer>> many;
    CompletableFuture<Answer> one;
    try (Connection connection = GATEWAY.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE lead IN ACCESS EXCLUSIVE MODE");
      many = Stream.generate(() -> search(greedy)).limit(8).toList();
      GATEWAY.database().awaitWaitingForLock(2);
      one = search(other);
      GATEWAY.database().awaitWaitingForLock(3);
      assertThat(many).noneMatch(CompletableFuture::isDone);
    }
    assertThat(one.join().status()).isEqualTo(200);
    assertThat(many)
        .extracting(CompletableFuture::join)
        .extracting(Answer::status)
        .containsOnly(200);
  }

  @Test
  void searchIsRefusedIfItsTokenIsEndedWhileItWaitsForItsTurn() throws SQLException {
    Credential credential = FIXTURES.credential("data_api");
    Http reader = GATEWAY.api().bearer(FIXTURES.token(credential));
    List<CompletableFuture<Answer>> first;
    CompletableFuture<Answer> waiting;
    try (Connection connection = GATEWAY.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE lead IN ACCESS EXCLUSIVE MODE");
      first = Stream.generate(() -> search(reader)).limit(2).toList();
      GATEWAY.database().awaitWaitingForLock(2);
      waiting = search(reader);
      Answer disabled =
          GATEWAY
              .management()
              .admin()
              .patch("/admin/credentials/" + credential.clientId(), "{\"enabled\":false}");
      assertThat(disabled.status()).isEqualTo(200);
    }
    assertThat(first).extracting(CompletableFuture::join).hasSize(2);
    assertThat(waiting.join().status()).isEqualTo(401);
  }
}
