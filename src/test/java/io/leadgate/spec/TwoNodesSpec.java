package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Makes a change on a node and waits until the change is in force on the other nodes. The promise
 * is 1 s; the bounds of the spec are loose, because the machine may be busy.
 */
class TwoNodesSpec {

  private static final Duration SOON = Duration.ofSeconds(20);

  private static final RunningGateway ONE = SharedGateway.get();
  private static final RunningGateway OTHER = RunningGateway.join(ONE.database(), Map.of());

  /** A node that hears no hint, because the node listens on another channel. */
  private static final RunningGateway DEAF =
      RunningGateway.join(
          ONE.database(), Map.of("LEADGATE_REDIS_KEY_PREFIX", "leadgate-deaf:" + ONE.hashCode()));

  private static final Fixtures FIXTURES = ONE.fixtures();

  @AfterAll
  static void stop() {
    OTHER.close();
    DEAF.close();
  }

  @Test
  void disabledCredentialIsRefusedOnEveryNode() {
    Campaign campaign = FIXTURES.campaign();
    Credential credential = FIXTURES.credential("lead_receiver");
    String token = FIXTURES.token(credential);
    for (RunningGateway node : new RunningGateway[] {ONE, OTHER, DEAF}) {
      Http vendor = node.api().bearer(token);
      Await.until(
          "the token is good", SOON, () -> vendor.post(campaign.leads(), LEAD).status() == 201);
    }

    ONE.management()
        .admin()
        .patch("/admin/credentials/" + credential.clientId(), "{\"enabled\":false}");

    assertThat(ONE.api().bearer(token).post(campaign.leads(), LEAD).status()).isEqualTo(401);
    for (RunningGateway node : new RunningGateway[] {OTHER, DEAF}) {
      Http vendor = node.api().bearer(token);
      Await.until(
          "the token is refused", SOON, () -> vendor.post(campaign.leads(), LEAD).status() == 401);
    }
  }

  @Test
  void keyUsedOnOneNodeIsReplayedOnTheOther() {
    Campaign campaign = FIXTURES.campaign();
    String token = FIXTURES.token("lead_receiver");
    Http one = ONE.api().bearer(token).with("Idempotency-Key", "k");
    Http other = OTHER.api().bearer(token).with("Idempotency-Key", "k");
    Await.until(
        "the campaign is known",
        SOON,
        () -> OTHER.api().with("Content-Type", "x/y").post(campaign.leads(), "x").status() == 415);
    Await.until("the token is good", SOON, () -> other.post(campaign.leads(), LEAD).status() < 400);

    assertThat(one.post(campaign.leads(), LEAD).status()).isEqualTo(200);
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(1);
  }
}
