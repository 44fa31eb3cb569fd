package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.attack.Attack;
import io.leadgate.attack.AttackedGateway;
import io.leadgate.attack.Attacks;
import io.leadgate.attack.Observed;
import io.leadgate.attack.Trial;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs attacks, each after the last, on a gateway that takes good leads. */
final class UnderAttack implements AutoCloseable {

  /**
   * A loose bound, because other tests share the cores. At least a second less than {@link #AFTER},
   * so that a lead that still waits is noticed.
   */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final Duration AFTER = Duration.ofSeconds(12);
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final Duration ALONE = Duration.ofSeconds(1);
  private static final double LEADS_A_SECOND = 100;
  private static final int CONNECTIONS = 16;

  /** A loose bound, because other tests share the cores. */
  private static final double KEPT_MIN = 0.5;

  private final Supplier<AttackedGateway> start;
  private final Runnable end;
  private Optional<AttackedGateway> gateway = Optional.empty();

  private UnderAttack(Supplier<AttackedGateway> start, Runnable end) {
    this.start = start;
    this.end = end;
  }

  /** Attacks a gateway with a heap of 64 MiB on the Postgres of all tests. */
  static UnderAttack smallHeap() {
    TestDatabase database = SharedServers.newDatabase();
    Map<String, String> environment = RunningGateway.environment(database, Map.of());
    return new UnderAttack(
        () ->
            new AttackedGateway(database, withSmallHeap(environment), LEADS_A_SECOND, CONNECTIONS),
        database::close);
  }

  /** Attacks a gateway with a heap of 64 MiB on its own Postgres, which can stand still. */
  static UnderAttack smallHeapOnOwnPostgres() {
    return onOwnPostgres(UnderAttack::withSmallHeap);
  }

  /**
   * Attacks a gateway on its own Postgres, which can stand still.
   *
   * @param start starts the gateway with these settings
   */
  static UnderAttack onOwnPostgres(Function<Map<String, String>, GatewayProcess> start) {
    OwnPostgres postgres = new OwnPostgres();
    Map<String, String> environment = postgres.environment(Map.of());
    return new UnderAttack(
        () -> new AttackedGateway(postgres, start.apply(environment), LEADS_A_SECOND, CONNECTIONS),
        postgres::close);
  }

  private static GatewayProcess withSmallHeap(Map<String, String> environment) {
    return GatewayProcess.start(environment, "-Xmx64m", "-XX:+ExitOnOutOfMemoryError");
  }

  /** Asserts that the gateway recovers from an attack and takes good leads meanwhile. */
  void assertGoodLeadsGoOn(Duration length, Function<Attacks, Attack> attack) {
    Observed observed = under(length, attack);

    assertRecovered(observed);
    assertThat(observed.kept()).as("kept: %s", observed).isGreaterThan(KEPT_MIN);
  }

  /** Asserts that the gateway recovers from an attack of that length. */
  Observed assertRecovered(Duration length, Function<Attacks, Attack> attack) {
    Observed observed = under(length, attack);
    assertRecovered(observed);
    return observed;
  }

  /** Runs an attack of that length, on a new process where the last attack ended the process. */
  private Observed under(Duration length, Function<Attacks, Attack> attack) {
    AttackedGateway attacked = gateway.orElseGet(() -> start.get().warm(WARM_UP));
    gateway = Optional.of(attacked);
    Observed observed =
        new Trial(ALONE, length, AFTER).run(attacked, attack.apply(attacked.attacks()));
    if (!observed.hasRecovered(SOON)) {
      close(attacked);
    }
    return observed;
  }

  /** Asserts that the process lives, takes good leads soon after the attack, and lost no lead. */
  private static void assertRecovered(Observed observed) {
    assertThat(observed.exitStatus()).as("exit status: %s", observed).isEmpty();
    assertThat(observed.recoveryTime()).as("%s", observed).isLessThanOrEqualTo(SOON);
    assertThat(observed.wronglyAnswered(SOON)).as("wrongly answered: %s", observed).isZero();
    assertThat(observed.lost()).as("lost: %s", observed).isZero();
  }

  private void close(AttackedGateway attacked) {
    gateway = Optional.empty();
    attacked.close();
  }

  @Override
  public void close() {
    gateway.ifPresent(this::close);
    end.run();
  }
}
