package io.leadgate.cli;

import io.leadgate.CommandWiring;
import io.leadgate.domain.LeadId;
import io.leadgate.reconcile.NodeCounts;
import io.leadgate.reconcile.TableCounts;
import io.leadgate.telemetry.LeadOutcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the tables with each other, and with the counters of nodes. */
@Command(
    name = "reconcile",
    description = {
      "Compares the tables with each other, and with the counters of the nodes since their starts.",
      "Reads all tables of leads several times. Exits with 1 where something does not add up."
    },
    versionProvider = VersionLine.class,
    mixinStandardHelpOptions = true)
final class ReconcileCommand implements Callable<Integer> {

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration ASK_MAX = Duration.ofSeconds(5);

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final PrintWriter err;

  @Option(
      names = "--node",
      paramLabel = "URL",
      description =
          "The management address of a node, as http://10.0.0.7:9090; repeat it for all nodes.")
  private List<URI> nodes = List.of();

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "The longest wait until each lead that came has an outcome. Default: ${DEFAULT-VALUE}.")
  private int waitSeconds;

  ReconcileCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    return Operator.run(environment, this::run);
  }

  private int run(CommandWiring parts) throws InterruptedException {
    List<String> faults = new ArrayList<>();
    // Before the tables are read, so that each lead that a node has counted as stored is there.
    Optional<NodeCounts> sum;
    try (HttpClient client = client()) {
      sum = nodes(client, faults);
    }
    Instant since = sum.map(NodeCounts::start).orElse(Instant.EPOCH);
    TableCounts tables = CommandWiring.await(parts.tableCounts(LeadId.leastAt(since)));
    Columns columns = new Columns("ROWS", "OF");
    tables.counts().forEach(count -> columns.add(Long.toString(count.rows()), count.what()));
    columns.print(out);
    faults.addAll(tables.faults());
    sum.ifPresent(all -> compare(all, tables.leadsSince(), faults));
    faults.forEach(fault -> err.println("leadgate: " + OneLine.of(fault)));
    return faults.isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(ASK_MAX)
        .build();
  }

  /** Compares with the table, which may have leads of other nodes and of earlier runs besides. */
  private void compare(NodeCounts sum, long stored, List<String> faults) {
    out.println(
        "stored since %s: %d by the counters of these nodes, %d in the table, which has those of other nodes too"
            .formatted(sum.start(), sum.of(LeadOutcome.STORED), stored));
    if (stored < sum.of(LeadOutcome.STORED)) {
      faults.add(
          "the table lacks %d leads that the nodes have stored since %s"
              .formatted(sum.of(LeadOutcome.STORED) - stored, sum.start()));
    }
  }

  /** Prints the counters of each node, and returns their sum. */
  private Optional<NodeCounts> nodes(HttpClient client, List<String> faults)
      throws InterruptedException {
    Map<URI, NodeCounts> found = new LinkedHashMap<>();
    for (URI node : nodes) {
      Optional<NodeCounts> first = ask(client, node);
      if (first.isPresent()) {
        found.put(node, settled(client, node, first.get(), faults));
      } else {
        faults.add(
            "%s/metrics cannot be read; is it the management address of a node?".formatted(node));
      }
    }
    found.forEach(
        (node, counts) ->
            out.println("%s since %s: %s".formatted(node, counts.start(), counts.equation())));
    Optional<NodeCounts> sum = found.values().stream().reduce(NodeCounts::plus);
    sum.filter(all -> found.size() > 1).ifPresent(all -> out.println("all: " + all.equation()));
    return sum;
  }

  /**
   * Asks until fewer leads are under way than at the first look, or no lead. A lead whose outcome
   * is lost stays under way for good, so the number never falls below such leads.
   */
  private NodeCounts settled(HttpClient client, URI node, NodeCounts first, List<String> faults)
      throws InterruptedException {
    long began = System.nanoTime();
    NodeCounts last = first;
    while (last.underWay() > 0
        && last.underWay() >= first.underWay()
        && System.nanoTime() - began < Duration.ofSeconds(waitSeconds).toNanos()) {
      Thread.sleep(PAUSE);
      last = ask(client, node).orElse(last);
    }
    if (last.underWay() < 0) {
      faults.add("%s: %d outcomes are of no lead".formatted(node, -last.underWay()));
    } else if (last.underWay() > 0 && last.underWay() >= first.underWay()) {
      faults.add(
          "%s: never fewer than %d leads were without an outcome within %d s"
              .formatted(node, first.underWay(), waitSeconds));
    }
    return last;
  }

  private static Optional<NodeCounts> ask(HttpClient client, URI node) throws InterruptedException {
    try {
      URI metrics = URI.create(node.toString().replaceFirst("/+$", "") + "/metrics");
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(metrics).timeout(ASK_MAX).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? NodeCounts.parse(answer.body()) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
