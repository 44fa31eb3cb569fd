package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Freezes a node while another node disables a credential, as a paused virtual machine is. */
@Tag("faults")
class FrozenNodeSpec {

  private static final int POSTS = 40;

  @Test
  void thawedNodeStoresNothingForACredentialThatWasDisabledMeanwhile() {
    try (RunningGateway other = RunningGateway.start(Map.of());
        GatewayProcess node =
            GatewayProcess.start(RunningGateway.environment(other.database(), Map.of()))) {
      Fixtures fixtures = other.fixtures();
      Campaign campaign = fixtures.campaign();
      Credential credential = fixtures.credential("lead_receiver");
      String token = node.fixtures(other.database()).awaitToken(credential);
      List<RawConnection> vendors =
          Stream.generate(() -> RawConnection.to(node.api())).limit(POSTS).toList();
      vendors.forEach(
          vendor -> assertThat(post(vendor, campaign, token).answer().status()).isEqualTo(201));

      node.signal("STOP");
      Answer disabled =
          other
              .management()
              .admin()
              .patch("/admin/credentials/" + credential.clientId(), "{\"enabled\":false}");
      assertThat(disabled.status()).isEqualTo(200);
      other.database().number("SELECT 1 FROM pg_sleep(1.5)"); // From now on no node may take it.
      vendors.forEach(vendor -> post(vendor, campaign, token));
      node.signal("CONT");

      assertThat(vendors).allSatisfy(vendor -> assertThat(vendor.answer().status()).isIn(401, 503));
      assertThat(fixtures.storedLeads(campaign)).isEqualTo(POSTS);
      vendors.forEach(RawConnection::close);
    }
  }

  private static RawConnection post(RawConnection vendor, Campaign campaign, String token) {
    return vendor.send(campaign.rawPost(token));
  }
}
