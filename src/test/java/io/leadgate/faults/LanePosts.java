package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Posts to one campaign: a lead for each lane, with and without a key and a good token.
 *
 * @param token a good token
 * @param endedToken a token that the gateway signed, and whose credential is disabled
 */
record LanePosts(Http api, Campaign campaign, String token, String endedToken) {

  static LanePosts of(RunningGateway gateway) {
    return of(gateway.fixtures(), gateway.api(), gateway.management());
  }

  /**
   * @param database the database of the gateway
   */
  static LanePosts of(GatewayProcess gateway, TestDatabase database) {
    return of(gateway.fixtures(database), gateway.api(), gateway.management());
  }

  private static LanePosts of(Fixtures fixtures, Http api, Http management) {
    Credential disabled = fixtures.credential("lead_receiver");
    String ended = fixtures.token(disabled);
    Answer answer =
        management
            .admin()
            .patch("/admin/credentials/" + disabled.clientId(), "{\"enabled\":false}");
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.toString());
    }
    return new LanePosts(api, fixtures.campaign(), fixtures.token("lead_receiver"), ended);
  }

  /** Sends leads without a key, with this key, with the ended token, and without a token. */
  List<CompletableFuture<Answer>> send(String key) {
    return Stream.of(plain(), keyed(key), api.bearer(endedToken), api)
        .map(vendor -> vendor.postAsync(campaign.leads(), LEAD))
        .toList();
  }

  /** Asserts that the leads with a good token are stored, and the other leads refused. */
  static void assertAnswered(List<CompletableFuture<Answer>> sent) {
    assertThat(sent).extracting(post -> post.join().status()).containsExactly(201, 201, 401, 401);
  }

  Http plain() {
    return api.bearer(token);
  }

  Http keyed(String key) {
    return plain().with("Idempotency-Key", "lane-post-" + key);
  }
}
