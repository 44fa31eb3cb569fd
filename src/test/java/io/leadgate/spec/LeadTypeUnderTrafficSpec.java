package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Adds and relaxes fields while two nodes take leads. A good lead stays good throughout, and each
 * change is soon in force on both nodes. The spec allows a long time, because the machine may be
 * busy.
 */
class LeadTypeUnderTrafficSpec {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int FIELDS_ADDED = 20;

  private static final String REQUIRED =
      """
      {"name":"email","type":"email","required":true}""";
  private static final String AGE = ",{\"name\":\"age\",\"type\":\"integer\",\"required\":%s}";
  private static final String CHOICE =
      ",{\"name\":\"choice%d\",\"type\":\"choice\",\"options\":[\"Solar Panel\",\"Heat Pump\"]}";

  private static final String GOOD_BEFORE =
      "{\"email\":\"traffic@example.com\",\"age\":\"36\",\"more\":\"kept by us\"}";
  private static final String RELAXED = "{\"email\":\"relaxed@example.com\"}";

  private static final RunningGateway ONE = SharedGateway.get();
  private static final RunningGateway OTHER = RunningGateway.join(ONE.database(), Map.of());
  private static final Fixtures FIXTURES = ONE.fixtures();

  private final AccountClient account = new AccountClient(ONE);
  private final int typeId =
      AccountClient.id(account.type("[" + REQUIRED + AGE.formatted(true) + "]"));
  private final Answer campaign =
      account.campaign(AccountClient.id(account.source("of the traffic")), typeId);
  private final String leads = campaign.header("Location") + "/leads";
  private final String token = FIXTURES.token("lead_receiver");
  private final List<Http> nodes =
      Stream.of(ONE, OTHER).map(node -> node.api().bearer(token)).toList();

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stopTraffic() {
    executor.shutdownNow();
  }

  @AfterAll
  static void stop() {
    OTHER.close();
  }

  /**
   * Posts leads to a node, each after the answer to the last lead, and keeps the answers until
   * {@code stop}.
   */
  private static final class Traffic {
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final AtomicLong answered = new AtomicLong();
    private final CompletableFuture<Void> end;
    private volatile boolean stopping;

    Traffic(Http node, String path, Executor executor) {
      this.end = CompletableFuture.runAsync(() -> post(node, path), executor);
    }

    private void post(Http node, String path) {
      while (!stopping) {
        Answer answer = node.post(path, GOOD_BEFORE);
        answers.add(answer.status() + answer.problem());
        answered.incrementAndGet();
      }
    }

    long answered() {
      return answered.get();
    }

    /** Stops the posts, and fails if a lead was not answered. */
    Collection<String> stop() throws Exception {
      stopping = true;
      end.get(60, TimeUnit.SECONDS);
      return answers;
    }
  }

  private void change(boolean ageRequired, int fieldsAdded) {
    String fields =
        IntStream.range(0, fieldsAdded)
            .mapToObj(CHOICE::formatted)
            .collect(Collectors.joining("", REQUIRED + AGE.formatted(ageRequired), ""));
    Answer answer =
        account.client().patch(AccountClient.TYPES + "/" + typeId, "{\"fields\":[" + fields + "]}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private void awaitOnBoth(String what, String lead, int status) {
    for (Http node : nodes) {
      Await.until(what, SOON, () -> node.post(leads, lead).status() == status);
    }
  }

  private static void awaitMore(List<Traffic> traffic) {
    for (Traffic one : traffic) {
      long before = one.answered();
      Await.until("leads are being answered", SOON, () -> one.answered() > before + 1);
    }
  }

  @Test
  void noGoodLeadIsRefusedWhileFieldsAreAddedAndRelaxed() throws Exception {
    awaitOnBoth("the campaign and the token are known", GOOD_BEFORE, 201);
    assertThat(nodes)
        .allSatisfy(
            node ->
                assertThat(AccountClient.errors(node.post(leads, RELAXED)))
                    .containsExactly("age required"));
    long before = stored();
    List<Traffic> traffic = nodes.stream().map(node -> new Traffic(node, leads, executor)).toList();

    for (int added = 1; added < FIELDS_ADDED; added++) {
      change(true, added);
      awaitMore(traffic);
    }
    change(false, FIELDS_ADDED - 1);
    awaitOnBoth("the relaxed lead is taken", RELAXED, 201);
    change(false, FIELDS_ADDED);
    awaitOnBoth("the new field is checked", withNewest("gas heating"), 422);
    awaitMore(traffic);

    for (Http node : nodes) {
      assertThat(AccountClient.errors(node.post(leads, withNewest("gas heating"))))
          .containsExactly("choice%d invalid_choice".formatted(FIELDS_ADDED - 1));
      assertThat(node.post(leads, withNewest("heat-pump")).status()).isEqualTo(201);
    }
    long posted = 0;
    for (Traffic one : traffic) {
      assertThat(one.stop()).isNotEmpty().containsOnly("201");
      posted += one.answered();
    }
    assertThat(stored() - before).isEqualTo(posted);
  }

  private static String withNewest(String value) {
    return "{\"email\":\"newest@example.com\",\"choice%d\":\"%s\"}"
        .formatted(FIELDS_ADDED - 1, value);
  }

  /** The number of stored leads of the traffic. */
  private long stored() {
    return FIXTURES.number(
        "SELECT count(*) FROM lead WHERE campaign_id = ?"
            + " AND fields->>'email' = 'traffic@example.com'",
        AccountClient.id(campaign));
  }
}
