package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RedisCommands;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.RedisServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Makes changes on a node that are in force on a second node, with and without the hint through
 * Redis. The specs allow a long time, because the machine may be busy; {@code
 * load-tests/in-force.sh} measures the promised second.
 */
class AccountOnTwoNodesSpec {

  private static final Duration SOON = Duration.ofSeconds(20);

  private static final String CHANNEL = SharedServers.redis().keyPrefix() + "catalog-changed";
  private static final RedisServer REDIS = RedisServer.startTemporary();
  private static final Map<String, String> SETTINGS = Map.of("LEADGATE_REDIS_URI", REDIS.uri());
  private static final RunningGateway ONE = RunningGateway.start(SETTINGS);
  private static final RunningGateway OTHER = RunningGateway.join(ONE.database(), SETTINGS);

  private final AccountClient account = new AccountClient(ONE);
  private final String token = ONE.fixtures().token("lead_receiver", "data_api");

  @AfterAll
  static void stop() {
    OTHER.close();
    ONE.close();
    REDIS.close();
  }

  private static void awaitOn(Http node, Answer campaign, int status, String problem) {
    Await.until(
        "the change is in force on the other node",
        SOON,
        () -> {
          Answer answer = node.post(campaign.header("Location") + "/leads", "{\"a\":1}");
          return answer.status() == status && answer.problem().equals(problem);
        });
  }

  private void changeAndAwait() {
    Http vendor = OTHER.api().bearer(token);
    Answer campaign = account.campaign();
    awaitOn(vendor, campaign, 201, "");
    account.client().patch(campaign.header("Location"), "{\"status\":\"paused\"}");
    awaitOn(vendor, campaign, 409, "campaign-not-active");
    account
        .client()
        .patch(
            campaign.header("Location"),
            "{\"status\":\"active\",\"require_authentication\":false}");
    awaitOn(OTHER.api(), campaign, 201, "");
    String source = AccountClient.SOURCES + "/" + campaign.text("lead_source_id");
    account.client().patch(source, "{\"status\":\"inactive\"}");
    awaitOn(OTHER.api(), campaign, 409, "campaign-not-active");
    account.client().patch(source, "{\"status\":\"active\"}");
    awaitOn(OTHER.api(), campaign, 201, "");
    account
        .client()
        .patch(
            AccountClient.TYPES + "/" + campaign.text("lead_type_id"),
            "{\"fields\":[{\"name\":\"b\",\"type\":\"text\",\"required\":true}]}");
    awaitOn(OTHER.api(), campaign, 422, "invalid-lead");
    bindAndAwait();
    Answer unused = account.campaign();
    awaitOn(vendor.with("Content-Type", "x/y"), unused, 415, "unsupported-media-type");
    account.client().delete(unused.header("Location"));
    awaitOn(vendor, unused, 404, "not-found");
  }

  private void bindAndAwait() {
    Answer campaign = account.campaign();
    Answer foreign = account.campaign();
    Credential credential = ONE.fixtures().credential("lead_receiver");
    Http vendor = OTHER.api().bearer(ONE.fixtures().token(credential));
    awaitOn(vendor, campaign, 201, "");
    String path = "/admin/credentials/" + credential.clientId();
    String bind = "{\"lead_source_id\":%s}".formatted(foreign.text("lead_source_id"));
    assertThat(ONE.management().admin().patch(path, bind).status()).isEqualTo(200);
    awaitOn(vendor, campaign, 404, "not-found");
    awaitOn(vendor, foreign, 201, "");
    ONE.management().admin().patch(path, "{\"enabled\":false}");
    awaitOn(vendor, foreign, 401, "invalid-token");
  }

  @Test
  void changeIsInForceOnTheOtherNode() {
    changeAndAwait();
  }

  private static String subscribers(RedisCommands redis) {
    try {
      return redis.ask("PUBSUB", "NUMSUB", CHANNEL).replaceAll("^.*, |]$", "");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nodeWithoutHintsLearnsOfAChange() throws Exception {
    try (RedisCommands redis = new RedisCommands(REDIS.uri())) {
      Await.until("both nodes subscribe", SOON, () -> subscribers(redis).equals("2"));
      // Forbids all clients to publish and subscribe; the kill below then ends both subscriptions.
      redis.ask("ACL", "SETUSER", "default", "resetchannels");
      try {
        redis.ask("CLIENT", "KILL", "TYPE", "pubsub");
        assertThat(subscribers(redis)).isEqualTo("0");
        changeAndAwait();
        assertThat(subscribers(redis)).isEqualTo("0");
      } finally {
        redis.ask("ACL", "SETUSER", "default", "allchannels");
      }
    }
  }

  /** The test does not wait, because reads go to Postgres and not to the memory of the node. */
  @Test
  void writtenRowIsReadAtOnceOnTheOtherNode() {
    Http reader = OTHER.api().bearer(token);
    Http other = OTHER.api().bearer(ONE.fixtures().token("account_api"));
    Await.until("the reader's token is good", SOON, () -> reader.get("/v1/leads").status() == 200);
    Await.until(
        "the account token is good", SOON, () -> other.get(AccountClient.SOURCES).status() == 200);
    Http vendor = ONE.api().bearer(token);
    for (int i = 0; i < 20; i++) {
      Answer campaign = account.campaign();
      assertThat(other.get(campaign.header("Location")).body()).isEqualTo(campaign.body());

      Answer lead =
          vendor.post(
              campaign.header("Location") + "/leads",
              "{\"email\":\"n%d@example.com\"}".formatted(i));
      assertThat(lead.status()).isEqualTo(201);
      for (String query :
          new String[] {
            "campaign_id=" + AccountClient.id(campaign),
            "lead_source_id=" + campaign.text("lead_source_id"),
            "limit=1",
            "limit=1&email=n%d@example.com".formatted(i)
          }) {
        JsonNode items = reader.get("/v1/leads?" + query).json().path("items");
        assertThat(items).as(query).hasSize(1);
        assertThat(items.get(0).path("id").asText()).as(query).isEqualTo(lead.text("id"));
      }
      assertThat(reader.get(lead.header("Location")).status()).isEqualTo(200);
    }
  }
}
