package io.leadgate.duplicates;

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

/**
 * Changes the duplicate rules of a campaign while vendors post leads to three nodes: to the
 * campaign, to another campaign of its lead source, and to a campaign of another lead source, both
 * without a rule of their own.
 */
final class RulesUnderTraffic implements AutoCloseable {

  private static final Duration ACTIVE_MAX = Duration.ofMinutes(2);

  /** The time in which each node knows a change; four times the promised, for a busy machine. */
  private static final Duration KNOWN = Duration.ofSeconds(4);

  /** Short waits, because a rule begins to build when no lead of before it can wait any more. */
  private static final Map<String, String> SETTINGS =
      Map.of("LEADGATE_STORAGE_WAIT", "1s", "LEADGATE_STORAGE_BATCH_TIMEOUT", "1s");

  /**
   * A rule that is replaced while it is being built. It never judges, because its three kinds are
   * never active together.
   */
  private static final RuleInForce BROKEN_OFF =
      rule(
          Action.FLAG,
          Within.ALL,
          List.of(List.of("email"), List.of("phone"), List.of("email", "phone")));

  /** Less than the time until a rule without all of its kinds can judge. */
  private static final Duration BROKEN_OFF_AFTER = Duration.ofMillis(500);

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
  private final int type = AccountClient.id(account.type(FIELDS));
  private final int source = AccountClient.id(account.source("with the rules"));
  private final int otherSource = AccountClient.id(account.source("another"));
  private final int judged = campaign(source);
  private final int besideIt = campaign(source);
  private final int elsewhere = campaign(otherSource);

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
    return new RuleInForce(sets, action, within, 0, 0, 0);
  }

  private int campaign(int ofSource) {
    int id = AccountClient.id(account.campaign(ofSource, type));
    for (RunningGateway node : nodes) {
      Http vendor = node.api().bearer(token);
      Await.until(
          "campaign and token are known",
          ACTIVE_MAX,
          () -> vendor.post(DuplicateVendors.leads(id), "{\"email\":1}").status() == 422);
    }
    return id;
  }

  /** Runs the rules under traffic, each judging for that time, and checks all leads. */
  DuplicateFindings run(List<RuleInForce> rules, Duration each) {
    List<RuleInForce> inForce = new ArrayList<>();
    try (DuplicateVendors vendors =
        new DuplicateVendors(nodes, token, judged, List.of(besideIt, elsewhere))) {
      for (RuleInForce rule : rules) {
        inForce.add(judge(rule, each));
      }
      vendors.stop();
      return new DuplicateCheck(first.database(), judged, besideIt, vendors.posted(), inForce)
          .findings(vendors.replays());
    }
  }

  /** Puts a rule in force, and waits until it has judged leads for that time. */
  private RuleInForce judge(RuleInForce rule, Duration time) {
    String campaign = AccountClient.CAMPAIGNS + "/" + judged;
    set(campaign, BROKEN_OFF);
    pass(BROKEN_OFF_AFTER);
    long asked = System.nanoTime();
    set(campaign, rule);
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
    return rule.at(asked, from, System.nanoTime());
  }

  private void set(String campaign, RuleInForce rule) {
    Answer changed = account.client().patch(campaign, rule.json());
    if (changed.status() != 200) {
      throw new IllegalStateException(changed.toString());
    }
  }

  static void pass(Duration time) {
    Await.holds(time, () -> false);
  }

  @Override
  public void close() {
    nodes.reversed().forEach(RunningGateway::close);
  }
}
