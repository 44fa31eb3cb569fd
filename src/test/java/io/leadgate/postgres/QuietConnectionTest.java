package io.leadgate.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.config.SettingsLoader;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Sends a query on a lent connection whose socket was closed in the same turn of the event loop, as
 * at a stop. The client by itself prints the failure of the write on stderr.
 */
class QuietConnectionTest {

  private static final long SECONDS_MAX = 30;

  private final TestDatabase database = SharedServers.newDatabase();
  private final Vertx vertx = Vertx.vertx();
  private final PostgresPools pools =
      PostgresPools.open(
          vertx,
          PostgresDriver.toAnyDatabase(),
          SettingsLoader.load(RunningGateway.environment(database, Map.of())));
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream stderr = System.err;

  @AfterEach
  void close() throws Exception {
    System.setErr(stderr);
    await(vertx.close());
    database.close();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
  }

  private static Future<?> closeAndQuery(SqlConnection connection) {
    PostgresChannel.closeHard(connection);
    return connection.query("SELECT 1").execute();
  }

  @Test
  void lentConnectionPrintsNoFailure() throws Exception {
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    Future<String> failure =
        Future.future(
            failed ->
                vertx.runOnContext(
                    now ->
                        pools
                            .searches()
                            .getConnection()
                            .compose(QuietConnectionTest::closeAndQuery)
                            .onComplete(
                                rows -> failed.complete("no failure"),
                                cause -> failed.complete(cause.toString()))));

    assertThat(await(failure)).contains("ClosedChannelException");
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
