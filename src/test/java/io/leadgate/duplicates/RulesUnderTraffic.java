package io.leadgate.duplicates;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.domain.DuplicateRules.Action;
import io.leadgate.domain.DuplicateRules.Within;
import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Posts leads to three nodes while the duplicate rules of a campaign change: to the campaign, to
 * another campaign of its lead source, and to a campaign of another lead source, all without a rule
 * of their own. Values come again within some fifty leads, each in several spellings.
 */
final class RulesUnderTraffic implements AutoCloseable {

  private static final Duration ACTIVE_MAX = Duration.ofMinutes(2);

  /** The time in which each node knows a change; four times the promised, for a busy machine. */
  private static final Duration KNOWN = Duration.ofSeconds(4);

  private static final int VENDORS = 6;

  /** The pause of a vendor behind each answer, because the leads of before are hashed slowly. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** The values of a lead are some of this many, and older values come no more. */
  private static final int VALUES = 25;

  /** Short waits, because a rule begins to build when no lead of before it can wait any more. */
  private static final Map<String, String> SETTINGS =
      Map.of("LEADGATE_STORAGE_WAIT", "1s", "LEADGATE_STORAGE_BATCH_TIMEOUT", "1s");

  private static final String FIELDS =
      "[{\"name\":\"Email\",\"type\":\"email\"},{\"name\":\"phone\",\"type\":\"phone\"}]";

  private final RunningGateway first = RunningGateway.start(SETTINGS);
  private final List<RunningGateway> nodes =
      List.of(
          first,
          RunningGateway.join(first.database(), SETTINGS),
          RunningGateway.join(first.database(), SETTINGS));
  private final AccountClient account = new AccountClient(first);
  private final Fixtures fixtures = first.fixtures();
  private final String token = fixtures.token("lead_receiver");
  private final AtomicInteger made = new AtomicInteger();
  private final Queue<PostedLead> posted = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int type = AccountClient.id(account.type(FIELDS));
  private final int source = AccountClient.id(account.source("with the rules"));
  private final int otherSource = AccountClient.id(account.source("another"));
  private final int judged = campaign(source);
  private final int besideIt = campaign(source);
  private final int elsewhere = campaign(otherSource);
  private volatile boolean stopping;

  /** The rules, each after the last. */
  static List<RuleInForce> rules(int count) {
    List<RuleInForce> all =
        List.of(
            rule(Action.REJECT, Within.CAMPAIGN, List.of(List.of("email"))),
            rule(Action.REJECT, Within.LEAD_SOURCE, List.of(List.of("phone"), List.of("email"))),
            rule(Action.FLAG, Within.ALL, List.of(List.of("email"), List.of("phone"))),
            rule(Action.REJECT, Within.ALL, List.of(List.of("email", "phone"))),
            rule(Action.FLAG, Within.CAMPAIGN, List.of(List.of("phone"))));
    List<RuleInForce> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rules.add(all.get(i % all.size()));
    }
    return rules;
  }

  private static RuleInForce rule(Action action, Within within, List<List<String>> sets) {
    return new RuleInForce(sets, action, within, 0, 0);
  }

  private int campaign(int ofSource) {
    int id = AccountClient.id(account.campaign(ofSource, type));
    for (RunningGateway node : nodes) {
      Http vendor = node.api().bearer(token);
      Await.until(
          "campaign and token are known",
          ACTIVE_MAX,
          () -> vendor.post(leads(id), "{\"email\":1}").status() == 422);
    }
    return id;
  }

  private static String leads(int campaign) {
    return "/v1/campaigns/" + campaign + "/leads";
  }

  /** Runs the rules under traffic, each judging for that time, and checks all leads. */
  DuplicateFindings run(List<RuleInForce> rules, Duration each) {
    List<CompletableFuture<Void>> vendors = new ArrayList<>();
    for (int i = 0; i < VENDORS; i++) {
      SplittableRandom random = new SplittableRandom(i);
      vendors.add(CompletableFuture.runAsync(() -> post(random), threads));
    }
    List<RuleInForce> inForce = new ArrayList<>();
    try {
      for (RuleInForce rule : rules) {
        inForce.add(judge(rule, each));
      }
    } finally {
      stopping = true;
    }
    vendors.forEach(CompletableFuture::join);
    return new DuplicateCheck(first.database(), judged, besideIt, List.copyOf(posted), inForce)
        .findings();
  }

  /** Puts a rule in force, and waits until it has judged leads for that time. */
  private RuleInForce judge(RuleInForce rule, Duration time) {
    String campaign = AccountClient.CAMPAIGNS + "/" + judged;
    Answer changed = account.client().patch(campaign, rule.json());
    if (changed.status() != 200) {
      throw new IllegalStateException(changed.toString());
    }
    Await.until(
        "the rule judges",
        ACTIVE_MAX,
        () ->
            account
                .client()
                .get(campaign)
                .json()
                .path("duplicate_rules_state")
                .path("state")
                .asText()
                .equals("active"));
    pass(KNOWN);
    long from = System.nanoTime();
    pass(time);
    return rule.between(from, System.nanoTime());
  }

  private static void pass(Duration time) {
    Await.holds(time, () -> false);
  }

  private void post(SplittableRandom random) {
    while (!stopping) {
      int campaign = random.nextInt(10) < 6 ? judged : random.nextBoolean() ? besideIt : elsewhere;
      Http vendor = nodes.get(random.nextInt(nodes.size())).api().bearer(token);
      List<Values> some = new ArrayList<>();
      int count = random.nextInt(4) == 0 ? 1 + random.nextInt(8) : 1;
      for (int i = 0; i < count; i++) {
        some.add(Values.of(made.incrementAndGet() / 3, random));
      }
      boolean isArray = count > 1 || random.nextInt(5) == 0;
      String bodies = String.join(",", some.stream().map(values -> values.json(random)).toList());
      long sent = System.nanoTime();
      JsonNode answer = vendor.post(leads(campaign), isArray ? "[" + bodies + "]" : bodies).json();
      long answered = System.nanoTime();
      for (int i = 0; i < count; i++) {
        posted.add(
            new PostedLead(
                campaign,
                some.get(i).email(),
                some.get(i).phone(),
                sent,
                answered,
                isArray ? answer.path("results").path(i) : answer));
      }
      pass(PAUSE);
    }
  }

  /** The values of a lead, in their normal forms. */
  private record Values(String email, String phone) {

    static Values of(int newest, SplittableRandom random) {
      return new Values(
          "u%d@example.com".formatted(newest + random.nextInt(VALUES)),
          "+1212555%04d".formatted((newest + random.nextInt(VALUES)) % 10_000));
    }

    String json(SplittableRandom random) {
      String spelledEmail = random.nextBoolean() ? email : " " + email.replace("u", "U");
      String spelledPhone =
          random.nextBoolean()
              ? phone
              : "(%s) %s-%s"
                  .formatted(phone.substring(2, 5), phone.substring(5, 8), phone.substring(8));
      return "{\"email\":\"%s\",\"phone\":\"%s\"}".formatted(spelledEmail, spelledPhone);
    }
  }

  @Override
  public void close() {
    stopping = true;
    threads.shutdownNow();
    nodes.reversed().forEach(RunningGateway::close);
  }
}
