package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;

import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Measures what guesses at passwords cost admins and vendors: load-tests/admin-guesses.sh. */
final class AdminGuessRun {

  private static final int LOGINS = 10;
  private static final int LEADS = 1_000;
  private static final int WARM_UP = 8;
  private static final int QUIET_ROUNDS = 5;
  private static final Duration LOGIN_MAX = Duration.ofSeconds(1);

  /** By how much the medians of two rounds differ without any guess. */
  private static final double SLOWER_MAX = 1.25;

  /** Longer than the time for which a right login is not compared again. */
  private static final Duration FORGOTTEN = Duration.ofSeconds(62);

  private AdminGuessRun() {}

  public static void main(String[] arguments) {
    boolean passed;
    try (AdminGuessers guessers = new AdminGuessers()) {
      Campaign campaign = guessers.gateway().fixtures().campaign();
      Http vendor =
          guessers.gateway().api().bearer(guessers.gateway().fixtures().token("lead_receiver"));
      Duration alone = guessers.newAdminFrom("127.0.0.2").took();
      guessers.login("127.0.0.1", RunningGateway.ADMIN);
      for (int i = 0; i < WARM_UP; i++) {
        median(vendor, campaign);
      }
      double[] before = new double[QUIET_ROUNDS];
      Arrays.setAll(before, round -> median(vendor, campaign));
      guessers.begin();
      double atFirst = median(vendor, campaign);
      Await.holds(FORGOTTEN, () -> false);
      double beside = median(vendor, campaign);
      AdminGuessers.Login again = guessers.login("127.0.0.1", RunningGateway.ADMIN);
      passed = print("right before, same address", again, alone);
      for (int i = 0; i < LOGINS; i++) {
        passed &= print("new, other address", guessers.newAdminFrom("127.0.0.2"), alone);
      }
      System.out.printf(
          Locale.ROOT,
          "a lead: %s ms in the median before, %.2f and %.2f ms beside the guesses; %d guesses%n",
          Arrays.stream(before).mapToObj("%.2f"::formatted).collect(Collectors.joining(", ")),
          atFirst,
          beside,
          guessers.guesses());
      double slowest = Arrays.stream(before).max().orElseThrow();
      passed &= Math.max(atFirst, beside) <= slowest * SLOWER_MAX;
    }
    System.out.println(passed ? "PASS admins get in, and leads take no longer" : "FAIL");
    // The run's own servers end with this JVM.
    System.exit(0);
  }

  private static boolean print(String name, AdminGuessers.Login login, Duration alone) {
    long delay = login.took().minus(alone).toMillis();
    System.out.printf("%-28s %d after %d ms more than alone%n", name, login.status(), delay);
    return login.status() == 200 && delay <= LOGIN_MAX.toMillis();
  }

  private static double median(Http vendor, Campaign campaign) {
    double[] millis = new double[LEADS];
    for (int i = 0; i < LEADS; i++) {
      long began = System.nanoTime();
      vendor.post(campaign.leads(), LEAD);
      millis[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(millis);
    return millis[LEADS / 2];
  }
}
