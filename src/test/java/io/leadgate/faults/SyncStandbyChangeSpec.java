package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A change of the state that is on the primary alone: the answer to it, and the answer to the same
 * change again, which finds nothing to write.
 */
@Tag("faults")
class SyncStandbyChangeSpec {

  private static final StandbyPair PAIR = new StandbyPair();
  private static final RunningGateway GATEWAY =
      PAIR.gateway(StandbyPair.Role.SUPERUSER, Map.of("LEADGATE_STORAGE_BATCH_TIMEOUT", "1s"));
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http ADMIN = GATEWAY.management().admin();

  private final Credential disabled = FIXTURES.credential("lead_receiver");
  private final Credential rotated = FIXTURES.credential("lead_receiver");
  private final Credential revoking = FIXTURES.credential("lead_receiver");
  private final AccountClient account = new AccountClient(GATEWAY);
  private final String renamed = account.source("old").header("Location");
  private final String deleted = account.source("gone").header("Location");
  private final String secretId = secondSecret();
  private final String token = FIXTURES.token(revoking);

  @AfterAll
  static void stop() {
    GATEWAY.close();
    PAIR.close();
  }

  private String secondSecret() {
    Answer added =
        ADMIN.send("POST", "/admin/credentials/" + rotated.clientId() + "/secrets", new byte[0]);
    assertThat(added.status()).isEqualTo(201);
    return added.text("id");
  }

  private Answer disable() {
    return ADMIN.patch("/admin/credentials/" + disabled.clientId(), "{\"enabled\":false}");
  }

  /** The other changes that say that something is done for good. */
  private List<Supplier<Answer>> others() {
    String secret = "/admin/credentials/" + rotated.clientId() + "/secrets/" + secretId;
    Http client = GATEWAY.api().basic(revoking.clientId(), revoking.secret());
    return List.of(
        () -> ADMIN.send("DELETE", secret, new byte[0]),
        () -> client.post("/oauth2/revoke", "{\"token\":\"" + token + "\"}"),
        () -> account.client().patch(renamed, "{\"name\":\"new\"}"),
        () -> account.client().send("DELETE", deleted, new byte[0]));
  }

  @Test
  void whatOnlyThePrimaryHasIsNotSaidToBeDone() {
    PAIR.killStandby();
    CompletableFuture<Answer> first = inBackground(this::disable);
    PAIR.awaitWaiting(1);
    PAIR.restartPrimaryHard();
    assertThat(first.join().status()).isEqualTo(503);
    for (Supplier<Answer> change : others()) {
      CompletableFuture<Answer> waiting = inBackground(change);
      PAIR.awaitWaiting(1);
      PAIR.cancelWaiting();
      assertThat(waiting.join().status()).as(waiting.join().toString()).isEqualTo(503);
    }
    assertIsDone(PAIR.primary().database(), true);

    List<CompletableFuture<Answer>> again =
        others().stream().map(SyncStandbyChangeSpec::inBackground).toList();
    assertThat(disable().status()).isEqualTo(503);
    assertThat(again)
        .allSatisfy(change -> assertThat(change.join().status()).isEqualTo(503))
        .allSatisfy(change -> assertThat(change.join().header("Retry-After")).matches("[1-9]\\d*"));

    assertIsDone(PAIR.failOver(), false);
  }

  private void assertIsDone(TestDatabase database, boolean done) {
    assertIs(done, database, "FROM credential WHERE NOT enabled");
    assertIs(done, database, "FROM revoked_token");
    assertIs(!done, database, "FROM credential_secret WHERE id = '" + secretId + "'");
    assertIs(done, database, "FROM lead_source WHERE name = 'new'");
    assertIs(done, database, "FROM lead_source WHERE deleted_at IS NOT NULL");
  }

  private static void assertIs(boolean there, TestDatabase database, String rows) {
    assertThat(database.number("SELECT count(*) " + rows)).as(rows).isEqualTo(there ? 1 : 0);
  }

  private static CompletableFuture<Answer> inBackground(Supplier<Answer> change) {
    return CompletableFuture.supplyAsync(change, Thread::startVirtualThread);
  }
}
