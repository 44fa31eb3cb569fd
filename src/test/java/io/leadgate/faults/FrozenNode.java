package io.leadgate.faults;

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

/** A node that is frozen while another node disables a credential, as a paused machine is. */
final class FrozenNode {

  private static final int POSTS = 40;

  private FrozenNode() {}

  /**
   * Freezes a node for longer than a change may take to be in force, disables a credential
   * meanwhile, posts leads to the frozen node, and thaws the node.
   *
   * @return the statuses of the leads that were posted after the change
   */
  static List<Integer> thawed() {
    try (RunningGateway other = RunningGateway.start(Map.of());
        GatewayProcess node =
            GatewayProcess.start(RunningGateway.environment(other.database(), Map.of()))) {
      Fixtures fixtures = other.fixtures();
      Campaign campaign = fixtures.campaign();
      Credential credential = fixtures.credential("lead_receiver");
      String token = node.fixtures(other.database()).awaitToken(credential);
      List<RawConnection> vendors =
          Stream.generate(() -> RawConnection.to(node.api())).limit(POSTS).toList();
      vendors.forEach(vendor -> require(201, post(vendor, campaign, token).answer()));

      node.signal("STOP");
      require(
          200,
          other
              .management()
              .admin()
              .patch("/admin/credentials/" + credential.clientId(), "{\"enabled\":false}"));
      other.database().number("SELECT 1 FROM pg_sleep(1.5)"); // From now on no node may take it.
      vendors.forEach(vendor -> post(vendor, campaign, token));
      node.signal("CONT");
      List<Integer> statuses = vendors.stream().map(vendor -> vendor.answer().status()).toList();
      if (fixtures.storedLeads(campaign) != POSTS) {
        throw new IllegalStateException("a lead was stored after the change");
      }
      vendors.forEach(RawConnection::close);
      return statuses;
    }
  }

  private static RawConnection post(RawConnection vendor, Campaign campaign, String token) {
    return vendor.send(campaign.rawPost(token));
  }

  private static void require(int status, Answer answer) {
    if (answer.status() != status) {
      throw new IllegalStateException(answer.toString());
    }
  }
}
