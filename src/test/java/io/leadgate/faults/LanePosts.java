package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;

import io.leadgate.support.Answer;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.Http;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Posts to one campaign, one for each lane.
 *
 * @param token a good one
 * @param endedToken one that was signed here, and whose credential is disabled
 */
record LanePosts(Http api, Campaign campaign, String token, String endedToken) {

  static LanePosts of(Fixtures fixtures, Http api, Http management) {
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

  /** Without a key, with this key, with a token that has ended, and without a token. */
  List<CompletableFuture<Answer>> send(String key) {
    return Stream.of(plain(), keyed(key), api.bearer(endedToken), api)
        .map(vendor -> vendor.postAsync(campaign.leads(), LEAD))
        .toList();
  }

  Http plain() {
    return api.bearer(token);
  }

  Http keyed(String key) {
    return plain().with("Idempotency-Key", "lane-post-" + key);
  }
}
