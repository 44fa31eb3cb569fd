package io.leadgate.attack;

import java.net.InetAddress;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Many connections, each with a script of its own. Immutable.
 *
 * @param name for the reader of a result
 * @param connections how many there are at a time
 * @param from the addresses of which the connections take one each, in turn
 * @param scripts of the connection with that number, from 0 on
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
