package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.TcpProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Breaks the connection while a batch is under way, so that the gateway cannot know whether the
 * batch is committed. The vendor gets the true answer all the same, without sending the lead again.
 */
@Tag("faults")
class UnknownCommitSpec {

  private static final Duration MAX = Duration.ofSeconds(30);
  private static final ProxiedPostgres POSTGRES = new ProxiedPostgres();
  private static final TcpProxy PROXY = POSTGRES.proxy();
  private static final RunningGateway GATEWAY = POSTGRES.gateway();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Credential CREDENTIAL = FIXTURES.credential("lead_receiver");
  private static final String TOKEN = FIXTURES.token(CREDENTIAL);

  /** The way in which a lead is recognised that the vendor sends again after its answer. */
  enum Retry {
    NEW_LEAD,
    KEY,
    DEDUPE_WINDOW
  }

  private final Campaign campaign = FIXTURES.campaign();
  private final Http plain = GATEWAY.api().bearer(TOKEN);
  private final Http keyed = plain.with("Idempotency-Key", "order-of-" + campaign.id());

  /** A lead whose first name is nowhere else on the wire. */
  private final String lead = LEAD.replace("Ada", "Ada-" + campaign.id() + "-Augusta");

  UnknownCommitSpec() {
    // Opens each lane's connection and prepares its statement before the proxy swallows anything.
    Campaign before = FIXTURES.campaign();
    assertThat(plain.post(before.leads(), LEAD).status()).isEqualTo(201);
    assertThat(keyed.post(before.leads(), LEAD).status()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    POSTGRES.close();
  }

  private Http vendor(Retry retry) {
    if (retry == Retry.DEDUPE_WINDOW) {
      FIXTURES.openDedupeWindow(campaign);
    }
    return retry == Retry.KEY ? keyed : plain;
  }

  private long leads() {
    return FIXTURES.storedLeads(campaign);
  }

  private void assertOnlyLeadIs(Answer answer) {
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE campaign_id = ? AND id = ?::uuid",
                campaign.id(),
                answer.text("id")))
        .isEqualTo(1);
    assertThat(leads()).isEqualTo(1);
  }

  private void assertReplayed(Http vendor, Answer first) {
    Answer again = vendor.post(campaign.leads(), lead);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(leads()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void leadThatWasCommittedUnseenIsAnsweredWithItsId(Retry retry) {
    Http vendor = vendor(retry);
    PROXY.swallowAnswersOfOld();
    CompletableFuture<Answer> post = vendor.postAsync(campaign.leads(), lead);
    Await.until("the lead is committed", MAX, () -> leads() == 1);
    assertThat(post).isNotDone();
    PROXY.cutOld();

    assertThat(post.join().status()).isEqualTo(201);
    assertOnlyLeadIs(post.join());
    if (retry != Retry.NEW_LEAD) {
      assertReplayed(vendor, post.join());
    }
  }

  private CompletableFuture<Answer> postWhileSwallowed(Http vendor) {
    PROXY.swallowOld();
    CompletableFuture<Answer> post = vendor.postAsync(campaign.leads(), lead);
    Await.until(
        "the proxy swallowed the lead",
        MAX,
        () -> PROXY.hasSwallowed("Ada-" + campaign.id() + "-"));
    assertThat(post).isNotDone();
    assertThat(leads()).isZero();
    return post;
  }

  @ParameterizedTest
  @EnumSource
  void leadThatDidNotReachPostgresIsStoredByTheNextTry(Retry retry) {
    Http vendor = vendor(retry);
    CompletableFuture<Answer> post = postWhileSwallowed(vendor);
    PROXY.cutOld();

    assertThat(post.join().status()).isEqualTo(201);
    assertOnlyLeadIs(post.join());
    if (retry != Retry.NEW_LEAD) {
      assertReplayed(vendor, post.join());
    }
  }

  /** Postgres goes on with a statement whose connection has gone. */
  @ParameterizedTest
  @EnumSource
  void leadIsStoredOnceIfItsFirstTryIsCommittedLater(Retry retry) throws SQLException {
    Http vendor = vendor(retry);
    CompletableFuture<Answer> post;
    try (Connection connection = POSTGRES.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE lead IN SHARE MODE");
      post = vendor.postAsync(campaign.leads(), lead);
      POSTGRES.awaitWaiting(1);
      PROXY.cutOld();
      POSTGRES.awaitWaiting(2);
      assertThat(post).isNotDone();
    }

    assertThat(post.join().status()).isEqualTo(201);
    assertOnlyLeadIs(post.join());
    POSTGRES.awaitWaiting(0);
    assertThat(leads()).isEqualTo(1);
  }

  private Http otherNode() {
    String token = POSTGRES.other().fixtures().awaitToken(CREDENTIAL);
    Http vendor = POSTGRES.other().api().bearer(token);
    Await.until(
        "the other node knows the campaign",
        MAX,
        () -> vendor.post(campaign.leads(), "{}").status() == 422);
    return vendor.with("Idempotency-Key", "order-of-" + campaign.id());
  }

  @Test
  void keyThatTheSameLeadTookOnAnotherNodeIsReplayed() {
    Http other = otherNode();
    CompletableFuture<Answer> post = postWhileSwallowed(keyed);
    Answer first = other.post(campaign.leads(), lead);
    assertThat(first.status()).isEqualTo(201);
    PROXY.cutOld();

    assertThat(post.join().status()).isEqualTo(200);
    assertThat(post.join().header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(post.join().body()).isEqualTo(first.body());
    assertOnlyLeadIs(first);
  }

  @Test
  void keyThatAnotherLeadTookOnAnotherNodeIs422() {
    Http other = otherNode();
    CompletableFuture<Answer> post = postWhileSwallowed(keyed);
    Answer first = other.post(campaign.leads(), LEAD);
    assertThat(first.status()).isEqualTo(201);
    PROXY.cutOld();

    assertThat(post.join().status()).isEqualTo(422);
    assertThat(post.join().problem()).isEqualTo("idempotency-key-reused");
    assertOnlyLeadIs(first);
  }

  /** A lead of each lane is under way, and the other leads are queued, as the connections break. */
  @Test
  void queuedLeadsWithAndWithoutAKeyAreStoredOnce() {
    PROXY.swallowAnswersOfOld();
    List<CompletableFuture<Answer>> posts =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    i % 2 == 0
                        ? plain.postAsync(campaign.leads(), lead)
                        : plain
                            .with("Idempotency-Key", "one-of-many-" + i / 4)
                            .postAsync(campaign.leads(), lead))
            .toList();
    Await.until("a lead of each lane is committed", MAX, () -> leads() >= 2);
    PROXY.cutOld();

    assertThat(posts).extracting(post -> post.join().status()).containsOnly(200, 201);
    assertThat(posts.stream().filter(post -> post.join().status() == 201)).hasSize(30);
    assertThat(posts.stream().map(post -> post.join().text("id")).distinct()).hasSize(30);
    assertThat(leads()).isEqualTo(30);
  }
}
