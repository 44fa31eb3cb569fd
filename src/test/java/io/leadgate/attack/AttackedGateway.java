package io.leadgate.attack;

import io.leadgate.support.Fixtures;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Runs a gateway in its own process, under a steady stream of good leads. */
public final class AttackedGateway implements AutoCloseable {

  private static final Duration WARM_UP_MAX = Duration.ofMinutes(1);

  private final TestDatabase database;
  private final Optional<OwnPostgres> postgres;
  private final GatewayProcess process;
  private final Attacks attacks;
  private final GoodLeads goodLeads;
  private final GatewayWatch watch;
  private final int port;
  private final CompletableFuture<Long> endedAt;

  /**
   * Begins to send good leads, on a Postgres that can be made to stand still.
   *
   * @param process a started gateway on that Postgres; closed with this object
   * @param perSecond the rate of the good leads
   * @param connections the bound of the good leads' connections
   */
  public AttackedGateway(
      OwnPostgres postgres, GatewayProcess process, double perSecond, int connections) {
    this(postgres.database(), Optional.of(postgres), process, perSecond, connections);
  }

  /** Begins to send good leads, on a shared Postgres that no attack stalls. */
  public AttackedGateway(
      TestDatabase database, GatewayProcess process, double perSecond, int connections) {
    this(database, Optional.empty(), process, perSecond, connections);
  }

  private AttackedGateway(
      TestDatabase database,
      Optional<OwnPostgres> postgres,
      GatewayProcess process,
      double perSecond,
      int connections) {
    this.database = database;
    this.postgres = postgres;
    this.process = process;
    Fixtures fixtures = process.fixtures(database);
    Target target = Target.on(fixtures);
    port = process.api().port();
    attacks = new Attacks(target);
    goodLeads =
        GoodLeads.start(port, fixtures.campaign().leads(), target.token(), perSecond, connections);
    endedAt =
        ProcessHandle.of(process.pid())
            .map(ProcessHandle::onExit)
            .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException("ended")))
            .thenApply(ended -> System.nanoTime());
    watch = GatewayWatch.start(process.pid(), process.management().base());
  }

  /** Waits until all good leads of that length of time are stored within a second. */
  public AttackedGateway warm(Duration length) {
    long began = System.nanoTime();
    Await.until(
        "good leads are stored for " + length,
        WARM_UP_MAX,
        () -> {
          long now = System.nanoTime();
          long last = now - length.toNanos();
          return last > began && goodLeads.seen().recoveryTime(last).isZero();
        });
    return this;
  }

  public Attacks attacks() {
    return attacks;
  }

  TestDatabase database() {
    return database;
  }

  /** Makes Postgres stand still. */
  void stallPostgres() {
    postgres.orElseThrow().freeze();
  }

  /** Lets a stalled Postgres go on. */
  void resumePostgres() {
    postgres.ifPresent(OwnPostgres::thaw);
  }

  GoodLeads goodLeads() {
    return goodLeads;
  }

  GatewayWatch watch() {
    return watch;
  }

  Attackers attack(Attack attack) {
    return Attackers.start(port, attack);
  }

  /** The CPU time that the process has used; empty after its end. */
  Optional<Duration> cpu() {
    return ProcessHandle.of(process.pid()).flatMap(handle -> handle.info().totalCpuDuration());
  }

  /** The exit status; empty while the process lives. */
  public OptionalInt exitStatus() {
    return process.isAlive()
        ? OptionalInt.empty()
        : OptionalInt.of(process.exitStatus(Duration.ofSeconds(1)));
  }

  /** Waits for the end of the process, and returns its time, in nanoTime. */
  long endedAt() {
    return endedAt.join();
  }

  /** The number of output lines that name an OutOfMemoryError. */
  long outOfMemoryErrors() {
    return process.output().lines().filter(line -> line.contains("OutOfMemoryError")).count();
  }

  @Override
  public void close() {
    watch.close();
    goodLeads.close();
    process.close();
  }
}
