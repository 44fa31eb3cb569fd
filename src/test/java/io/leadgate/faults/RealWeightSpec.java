package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.attack.Addresses;
import io.leadgate.attack.Attack;
import io.leadgate.attack.Attackers;
import io.leadgate.attack.Attacks;
import io.leadgate.budget.Weight;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.process.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the budget with the reachable bytes of the heap: the budget draws at least as many bytes
 * as requests under way take of the heap. Connections have a bound of their own.
 */
@Tag("faults")
class RealWeightSpec {

  private static final Duration SOON = Duration.ofSeconds(45);
  private static final int CONNECTIONS = 500;

  /** The bytes by which the JVM's own use of the heap varies. */
  private static final double NOISE = 1 << 20;

  /** The bytes that slow bodies bring between two looks, however long a look takes. */
  private static final double DRIPS_MAX = 1 << 16;

  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(?<bytes>\\d+)");

  private static final OwnPostgres POSTGRES = new OwnPostgres();
  private static final GatewayProcess GATEWAY =
      GatewayProcess.start(
          POSTGRES.environment(
              Map.of(
                  "LEADGATE_HTTP_CONNECTIONS_PER_ADDRESS", "1000",
                  "LEADGATE_HTTP_HEAD_TIMEOUT", "60s",
                  "LEADGATE_HTTP_REQUEST_TIMEOUT", "60s",
                  "LEADGATE_HTTP_IDLE_TIMEOUT", "5m",
                  "LEADGATE_STORAGE_WAIT", "1m",
                  "LEADGATE_STORAGE_BATCH_TIMEOUT", "1m")));
  private static final Attacks ATTACKS = Attacks.on(GATEWAY.fixtures(POSTGRES.database()));

  /** The bytes that are in use: of the heap, by the budget, and by the bound of connections. */
  private record Held(double heap, double drawn, double connections) {
    static Held now() {
      double heap = reachableBytes();
      List<String> metrics = GATEWAY.management().get("/metrics").body().lines().toList();
      return new Held(
          heap,
          sum(metrics, "leadgate_budget_bytes{"),
          sum(metrics, "leadgate_connections{") * Weight.CONNECTION);
    }

    private static double sum(List<String> metrics, String series) {
      return metrics.stream()
          .filter(line -> line.startsWith(series))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }

    /** Whether at most the scrape is under way, which is a request too. */
    boolean isOnlyTheScrape() {
      return drawn < 8_192 && connections <= 0;
    }

    Held since(Held before) {
      return new Held(heap - before.heap, drawn - before.drawn, connections - before.connections);
    }
  }

  /**
   * The bytes of all objects that can be reached, counted while the gateway stands still, because
   * its pools in use hold what was allocated since the collection too, in whole regions.
   */
  private static double reachableBytes() {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(GATEWAY.pid()),
                  "GC.class_histogram")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      List<String> histogram = jcmd.inputReader().lines().toList();
      assertThat(jcmd.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(jcmd.exitValue()).isZero();
      Matcher total = TOTAL.matcher(histogram.getLast());
      assertThat(total.matches()).as(histogram.getLast()).isTrue();
      return Double.parseDouble(total.group("bytes"));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
    POSTGRES.close();
  }

  /**
   * @param drawnMin the least number of bytes that are drawn once all requests have come
   */
  private static Arguments held(String name, double drawnMin, Function<Attacks, Attack> attack) {
    return Arguments.of(name, drawnMin, attack.apply(ATTACKS));
  }

  static Stream<Arguments> holders() {
    return Stream.of(
        held("silent", 0, attacks -> attacks.silent(CONNECTIONS, Addresses.ONE)),
        held("heads", 7e6, attacks -> attacks.headerLines(CONNECTIONS, 95, Addresses.ONE)),
        held("long heads", 7e6, attacks -> attacks.longHeads(CONNECTIONS, 14_000, Addresses.ONE)),
        held("slow bodies", 12e6, attacks -> attacks.slowBodies(CONNECTIONS, Addresses.ONE)),
        held("leads", 6e6, attacks -> attacks.usualLeads(CONNECTIONS, 6, Addresses.ONE)),
        held("large leads", 20e6, attacks -> attacks.largeLeads(100, 0, Addresses.ONE)),
        held("arrays", 30e6, attacks -> attacks.largeLeads(0, 8, Addresses.ONE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("holders")
  void budgetDrawsAtLeastTheBytesThatRequestsTakeOfTheHeap(
      String name, double drawnMin, Attack attack) {
    Held before = Held.now();
    if (attack.stalls()) {
      POSTGRES.freeze();
    }
    Attackers attackers = Attackers.start(GATEWAY.httpPort(), attack);
    try {
      Held held = Settled.of(before, attack.connections(), drawnMin);

      assertThat(held.heap())
          .as("%s: %s", name, held)
          .isLessThan(held.drawn() + held.connections() + NOISE);
    } finally {
      attackers.close();
      POSTGRES.thaw();
    }
    Await.until("all bytes are given back", SOON, () -> Held.now().since(before).isOnlyTheScrape());
  }

  /**
   * Waits until all requests have come, and two looks in a row see the same bytes but for drips.
   */
  private static final class Settled {
    private Optional<Held> last = Optional.empty();

    static Held of(Held before, int connections, double drawnMin) {
      Settled settled = new Settled();
      assertThat(Await.holds(SOON, () -> settled.look(before, connections, drawnMin)))
          .as(() -> "all requests have come and the budget no longer changes: " + settled.last)
          .isTrue();
      return settled.last.orElseThrow();
    }

    private boolean look(Held before, int connections, double drawnMin) {
      Held all = Held.now();
      Held now = all.since(before);
      boolean same =
          last.filter(then -> Math.abs(then.drawn() - now.drawn()) < DRIPS_MAX).isPresent();
      last = Optional.of(now);
      // Without those of before, because an idle connection of the fixtures may close meanwhile.
      return same
          && now.drawn() >= drawnMin
          && all.connections() >= (double) connections * Weight.CONNECTION;
    }
  }
}
