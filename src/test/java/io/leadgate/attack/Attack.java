package io.leadgate.attack;

import java.net.InetAddress;
import java.util.List;
import java.util.function.IntFunction;

/**
 * An attack: many connections, each of which follows a script.
 *
 * @param name the name in the printed result
 * @param connections the number of connections at a time
 * @param from the addresses that the connections take in turn
 * @param scripts the script of a connection, by its number from 0
 * @param stalls whether Postgres stands still during the attack
 */
public record Attack(
    String name,
    int connections,
    List<InetAddress> from,
    IntFunction<Script> scripts,
    boolean stalls) {

  Attack(String name, int connections, List<InetAddress> from, Script script) {
    this(name, connections, from, number -> script, false);
  }

  public Attack named(String newName) {
    return new Attack(newName, connections, from, scripts, stalls);
  }

  /** The same attack while Postgres stands still. */
  public Attack whilePostgresStandsStill() {
    return new Attack(name, connections, from, scripts, true);
  }
}
