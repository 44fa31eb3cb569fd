package io.leadgate.attack;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Runs an attack on one thread of its own. Thread-safe. */
public final class Attackers implements AutoCloseable {

  private static final long SELECT_MILLIS = 5;
  private static final int OPENED_AT_A_TIME = 100;

  private final InetSocketAddress server;
  private final AttackTally tally = new AttackTally();
  private final List<Attacker> attackers = new ArrayList<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at));
  private final SelectorLoop loop = new SelectorLoop("attackers", this::run);
  private volatile boolean opensConnections = true;
  private volatile long cpuNanos;

  /**
   * The next step of an attacker: to open its connection, or to send its drip.
   *
   * @param at the time of the step, in nanoTime
   * @param opening the opening to which the step belongs, by its number
   */
  private record Due(long at, Attacker attacker, int opening) {}

  private Attackers(int port, Attack attack) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < attack.connections(); i++) {
      InetAddress from = attack.from().get(i % attack.from().size());
      attackers.add(new Attacker(attack.scripts().apply(i), from, tally));
    }
  }

  public static Attackers start(int port, Attack attack) {
    Attackers started = new Attackers(port, attack);
    started.loop.start();
    return started;
  }

  private void run() throws IOException {
    attackers.forEach(attacker -> due.add(new Due(System.nanoTime(), attacker, 0)));
    while (loop.goesOn()) {
      for (SelectionKey key : loop.select(SELECT_MILLIS)) {
        Attacker attacker = (Attacker) key.attachment();
        settle(attacker, attacker.go());
      }
      takeDueSteps();
      cpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
    for (Attacker attacker : attackers) {
      attacker.leave();
    }
  }

  private void takeDueSteps() throws IOException {
    int opened = 0;
    for (Due next = due.peek(); next != null && opened < OPENED_AT_A_TIME; next = due.peek()) {
      if (next.at() > System.nanoTime()) {
        return;
      }
      due.remove();
      if (next.opening() != next.attacker().openings()) {
        continue;
      }
      if (next.attacker().isOpen()) {
        drip(next.attacker());
      } else if (opensConnections) {
        opened++;
        open(next.attacker());
      }
    }
  }

  private void open(Attacker attacker) throws IOException {
    try {
      attacker.open(server, loop.selector());
      attacker.script().drip().ifPresent(drip -> schedule(attacker, drip.every()));
    } catch (IOException refused) {
      settle(attacker, false);
    }
  }

  private void drip(Attacker attacker) throws IOException {
    Script.Drip drip = attacker.script().drip().orElseThrow();
    boolean goesOn = attacker.drip(drip.text());
    settle(attacker, goesOn);
    if (goesOn) {
      schedule(attacker, drip.every());
    }
  }

  private void settle(Attacker attacker, boolean goesOn) throws IOException {
    if (!goesOn && attacker.isOpen()) {
      attacker.close();
      attacker.script().reopensAfter().ifPresent(pause -> schedule(attacker, pause));
    }
  }

  private void schedule(Attacker attacker, Duration pause) {
    due.add(new Due(System.nanoTime() + pause.toNanos(), attacker, attacker.openings()));
  }

  /** Opens no further connection. Open connections still wait for their answers. */
  public void stopOpening() {
    opensConnections = false;
  }

  /** The number of connections that wait for an answer that their script reads. */
  public int unanswered() {
    return tally.unanswered.get();
  }

  /** The CPU time of the attack's thread, in nanoseconds. */
  public long cpuNanos() {
    return cpuNanos;
  }

  AttackTally tally() {
    return tally;
  }

  /** Closes every connection, and waits for the end of the thread. */
  @Override
  public void close() {
    loop.close();
  }
}
