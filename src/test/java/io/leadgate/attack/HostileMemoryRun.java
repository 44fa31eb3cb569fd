package io.leadgate.attack;

import io.leadgate.support.GatewayProcess;
import io.leadgate.support.ImageJvm;
import io.leadgate.support.OwnPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Runs the attacks on a gateway's memory beside good leads, at several heaps, and prints the
 * results. {@code load-tests/hostile-memory.sh} starts this program.
 */
final class HostileMemoryRun {

  private static final double KEPT_MIN = 0.8;
  private static final Duration RECOVERY_MAX = Duration.ofSeconds(2);
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final Trial TRIAL =
      new Trial(Duration.ofSeconds(3), Duration.ofSeconds(9), Duration.ofSeconds(5));
  private static final Trial STALL =
      new Trial(Duration.ofSeconds(3), Duration.ofSeconds(8), Duration.ofSeconds(6));

  /** Stands among the heaps for the JVM options of the image. */
  private static final String IMAGE = "image";

  private static final Path JAR = Path.of("target", "leadgate.jar");
  private static final int RATE = Integer.parseInt(setting("RATE", "500"));
  private static final int CONNECTIONS = Integer.parseInt(setting("CONNECTIONS", "64"));
  private static final List<String> HEAPS =
      List.of(setting("HEAPS", "64m 256m 512m image").split(" +"));
  private static final String VARIANTS_HEAP = setting("VARIANTS_HEAP", "256m");
  private static final double SIZE = Double.parseDouble(setting("SIZE", "1"));
  private static final Pattern ATTACKS = Pattern.compile(setting("ATTACKS", ""));

  /** Attacks at each heap, of twice the size that ended an earlier gateway. */
  private static final List<Wanted> PROMISED =
      List.of(
          of(
              "F1 2,000 heads of 8,000 lines",
              attacks -> attacks.headerLines(sized(2000), 8000, Addresses.ONE)),
          of(
              "F1 2,000 heads of 16,000 lines, 16 addresses",
              attacks -> attacks.headerLines(sized(2000), 16_000, Addresses.MANY)),
          of(
              "F1 4,000 heads of one line, 16 addresses",
              attacks -> attacks.longHeads(sized(4000), 16_000, Addresses.MANY)),
          of(
              "F2 800 unread arrays, thrice each",
              attacks -> attacks.unreadArrays(sized(800), Addresses.ONE)),
          of(
              "F2 the same arrays without a token, 16 addresses",
              attacks -> attacks.unreadArraysOfStrangers(sized(800), Addresses.MANY)),
          of(
              "F3 4,000 large leads, 300 arrays, Postgres stands still",
              attacks -> attacks.largeLeads(sized(4000), sized(300), Addresses.ONE)),
          of(
              "F3 the same large leads, 16 addresses",
              attacks -> attacks.largeLeads(sized(4000), sized(300), Addresses.MANY)));

  /** Controls without an attack, and variants of the promised attacks. */
  private static final List<Wanted> VARIANTS =
      List.of(
          of("control: 200 idle connections", attacks -> attacks.silent(200, Addresses.ONE)),
          of(
              "control: Postgres stands still",
              attacks -> attacks.silent(0, Addresses.ONE).whilePostgresStandsStill()),
          of(
              "F1 4,000 connections, 16 addresses",
              attacks -> attacks.silent(sized(4000), Addresses.MANY)),
          of(
              "F1 2,000 heads of one line",
              attacks -> attacks.longHeads(sized(2000), 16_000, Addresses.ONE)),
          of("F1 2,000 slow bodies", attacks -> attacks.slowBodies(sized(2000), Addresses.ONE)),
          of(
              "F1 200 times 4,000 requests",
              attacks -> attacks.pipelined(sized(200), 4000, Addresses.ONE)),
          of(
              "F3 200 times 4,000 requests, each behind a lead, while Postgres stands still",
              attacks -> attacks.pipelinedBehindALead(sized(200), 4000, Addresses.ONE)));

  private final OwnPostgres postgres;
  private boolean failed;

  private record Wanted(String name, Function<Attacks, Attack> attack) {}

  private HostileMemoryRun(OwnPostgres postgres) {
    this.postgres = postgres;
  }

  private static Wanted of(String name, Function<Attacks, Attack> attack) {
    return new Wanted(name, attack);
  }

  private static int sized(int connections) {
    return (int) (connections * SIZE);
  }

  private static String setting(String name, String otherwise) {
    return Optional.ofNullable(System.getenv(name)).orElse(otherwise);
  }

  public static void main(String[] arguments) {
    try (OwnPostgres postgres = new OwnPostgres()) {
      HostileMemoryRun run = new HostileMemoryRun(postgres);
      for (String heap : HEAPS) {
        run.atHeap(heap, PROMISED);
        if (heap.equals(VARIANTS_HEAP)) {
          run.atHeap(heap, VARIANTS);
        }
      }
      System.out.println(run.failed ? "Not all promises were kept" : "All promises were kept");
    }
    // The run's own servers end with this JVM.
    System.exit(0);
  }

  /**
   * Runs the attacks, with a new process after each attack from which the gateway did not recover.
   */
  private void atHeap(String heap, List<Wanted> attacks) {
    Optional<AttackedGateway> gateway = Optional.empty();
    try {
      for (Wanted wanted : attacks) {
        if (ATTACKS.matcher(wanted.name()).find()) {
          AttackedGateway attacked = gateway.isPresent() ? gateway.get() : start(heap);
          gateway = Optional.of(attacked);
          Attack attack = wanted.attack().apply(attacked.attacks());
          String name = (heap.equals(IMAGE) ? "" : "-Xmx") + heap + " " + wanted.name();
          Observed observed = (attack.stalls() ? STALL : TRIAL).run(attacked, attack.named(name));
          System.out.println(observed);
          judge(observed);
          if (heap.equals(IMAGE)) {
            judgeResident(observed.residentPeakBytes());
          }
          System.out.println();
          if (!observed.hasRecovered(RECOVERY_MAX)) {
            attacked.close();
            gateway = Optional.empty();
          }
        }
      }
    } finally {
      gateway.ifPresent(AttackedGateway::close);
    }
  }

  private AttackedGateway start(String heap) {
    Map<String, String> environment =
        postgres.environment(Map.of("LEADGATE_QUARANTINE_STRANGERS_PER_SECOND", "100"));
    List<String> options =
        heap.equals(IMAGE)
            ? ImageJvm.options()
            : List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError");
    GatewayProcess process =
        GatewayProcess.startJar(JAR, environment, options.toArray(String[]::new));
    return new AttackedGateway(postgres, process, RATE, CONNECTIONS).warm(WARM_UP);
  }

  private void judge(Observed observed) {
    if (!observed.attack().stalls()) {
      say(
          observed.kept() >= KEPT_MIN,
          "good leads keep %.2f of their rate, at least %.2f".formatted(observed.kept(), KEPT_MIN));
    }
    long wrong = observed.wronglyAnswered(RECOVERY_MAX);
    say(
        wrong == 0,
        "%d good leads are answered otherwise than 201, or 503 with Retry-After during the attack"
            .formatted(wrong));
    say(
        observed.hasRecovered(RECOVERY_MAX),
        "%s, at most %d s".formatted(observed.recovery(), RECOVERY_MAX.toSeconds()));
    say(
        observed.lost() == 0,
        "of %d acknowledged leads %d are lost".formatted(observed.acknowledged(), observed.lost()));
  }

  private void judgeResident(long peak) {
    say(
        peak < ImageJvm.limitBytes(),
        "the process takes %d MiB, less than its limit of %d MiB"
            .formatted(peak >> 20, ImageJvm.limitBytes() >> 20));
  }

  private void say(boolean kept, String promise) {
    failed |= !kept;
    System.out.println((kept ? "  PASS " : "  FAIL ") + promise);
  }
}
