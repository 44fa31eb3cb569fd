package io.leadgate.duplicates;

import io.leadgate.support.AccountClient;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures how long a lead whose twin is in an open transaction of another session holds up the
 * leads beside it: {@code load-tests/duplicate-rules.sh}.
 */
final class TwinWaitRun implements AutoCloseable {

  private static final int ROUNDS = 5;

  /** The lock_timeout of a batch. */
  private static final Duration LOCK_MAX = Duration.ofMillis(500);

  /** The most beside the wait for the commit, because the neighbours are then written anew. */
  private static final Duration ANEW_MAX = Duration.ofMillis(500);

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String FIELDS = "[{\"name\":\"email\",\"type\":\"email\"}]";
  private final RunningGateway gateway = RunningGateway.start(Map.of());
  private final AccountClient account = new AccountClient(gateway);
  private final Http vendor = gateway.api().bearer(gateway.fixtures().token("lead_receiver"));
  private final int campaign = campaign();
  private final TwinBurst bursts = new TwinBurst(gateway.database(), vendor, campaign);

  public static void main(String[] arguments) throws SQLException {
    boolean passed;
    try (TwinWaitRun run = new TwinWaitRun()) {
      passed = run.measure();
    }
    System.out.println(passed ? "PASS a lead that waits for its twin" : "FAIL");
    // The run's own servers end with this JVM.
    System.exit(0);
  }

  private int campaign() {
    int id =
        AccountClient.id(
            account
                .client()
                .post(
                    AccountClient.CAMPAIGNS,
                    """
                    {"lead_source_id":%d,"lead_type_id":%d,"name":"twins","duplicate_rules":\
                    {"sets":[["email"]],"days":30,"action":"reject","within":"campaign"}}"""
                        .formatted(
                            AccountClient.id(account.source("twins")),
                            AccountClient.id(account.type(FIELDS)))));
    Await.until(
        "campaign and token are known",
        SOON,
        () -> vendor.post(DuplicateVendors.leads(id), "{\"email\":1}").status() == 422);
    return id;
  }

  private boolean measure() throws SQLException {
    for (int i = 0; i < 20; i++) {
      bursts.send(Duration.ZERO);
    }
    System.out.printf(
        Locale.ROOT,
        "%-34s %12s %12s %20s%n",
        "ms, " + TwinBurst.NEIGHBOURS + " leads beside",
        "median",
        "slowest",
        "twin after commit");
    double alone = report("the twin is committed before", Duration.ZERO, Double.MAX_VALUE);
    boolean passed = alone >= 0;
    for (int hold : List.of(100, 300, 450, 2_000)) {
      Duration wait = Duration.ofMillis(hold);
      Duration most = wait.compareTo(LOCK_MAX) < 0 ? wait : LOCK_MAX;
      passed &=
          report(
                  "the twin commits after " + hold + " ms",
                  wait,
                  alone + most.plus(ANEW_MAX).toMillis())
              >= 0;
    }
    return passed;
  }

  /**
   * Prints the slowest of some bursts; returns the time of the slowest neighbour, -1 for a miss.
   */
  private double report(String name, Duration hold, double most) throws SQLException {
    double median = 0;
    double slowest = 0;
    double after = 0;
    boolean isRight = true;
    for (int i = 0; i < ROUNDS; i++) {
      TwinBurst.Times times = bursts.send(hold);
      median = Math.max(median, times.median());
      slowest = Math.max(slowest, times.slowest());
      after = Math.max(after, times.afterCommit());
      isRight &= times.isRight();
    }
    System.out.printf(
        Locale.ROOT,
        "%-34s %12.1f %12.1f %20.1f %s%n",
        name,
        median,
        slowest,
        after,
        isRight && slowest <= most ? "" : "FAIL");
    return isRight && slowest <= most ? slowest : -1;
  }

  @Override
  public void close() {
    gateway.close();
  }
}
