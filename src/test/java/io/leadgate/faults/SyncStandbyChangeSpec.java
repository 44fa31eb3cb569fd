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
 * Changes the state while the standby is away, so that the primary alone has the change. Reads the
 * answer to the change, and the answer to the repeated change, which finds nothing to write.
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

  /** The other changes whose answers say that a change is durable. */
  private List<Supplier<Answer>> otherChanges() {
    String secret = "/admin/credentials/" + rotated.clientId() + "/secrets/" + secretId;
    Http client = GATEWAY.api().basic(revoking.clientId(), revoking.secret());
    return List.of(
        () -> ADMIN.send("DELETE", secret, new byte[0]),
        () -> client.post("/oauth2/revoke", "{\"token\":\"" + token + "\"}"),
        () -> account.client().patch(renamed, "{\"name\":\"new\"}"),
        () -> account.client().send("DELETE", deleted, new byte[0]));
  }

  @Test
  void changeOnThePrimaryAloneIsNotAnsweredAsDone() {
    PAIR.killStandby();
    CompletableFuture<Answer> first = inBackground(this::disable);
    PAIR.awaitWaiting(1);
    PAIR.restartPrimaryHard();
    assertThat(first.join().status()).isEqualTo(503);
    for (Supplier<Answer> change : otherChanges()) {
      CompletableFuture<Answer> waiting = inBackground(change);
      PAIR.awaitWaiting(1);
      PAIR.cancelWaiting();
      assertThat(waiting.join().status()).as(waiting.join().toString()).isEqualTo(503);
    }
    assertIsDone(PAIR.primary().database(), true);

    List<CompletableFuture<Answer>> repeated =
        otherChanges().stream().map(SyncStandbyChangeSpec::inBackground).toList();
    assertThat(disable().status()).isEqualTo(503);
    assertThat(repeated)
        .allSatisfy(change -> assertThat(change.join().status()).isEqualTo(503))
        .allSatisfy(change -> assertThat(change.join().header("Retry-After")).matches("[1-9]\\d*"));

    assertIsDone(PAIR.failOver(), false);
  }

  private void assertIsDone(TestDatabase database, boolean done) {
    assertRow(done, database, "FROM credential WHERE NOT enabled");
    assertRow(done, database, "FROM revoked_token");
    assertRow(!done, database, "FROM credential_secret WHERE id = '" + secretId + "'");
    assertRow(done, database, "FROM lead_source WHERE name = 'new'");
    assertRow(done, database, "FROM lead_source WHERE deleted_at IS NOT NULL");
  }

  private static void assertRow(boolean exists, TestDatabase database, String rows) {
    assertThat(database.number("SELECT count(*) " + rows)).as(rows).isEqualTo(exists ? 1 : 0);
  }

  private static CompletableFuture<Answer> inBackground(Supplier<Answer> change) {
    return CompletableFuture.supplyAsync(change, Thread::startVirtualThread);
  }
}
