package io.leadgate.persistence.lane;

import java.util.ArrayDeque;

/**
 * The queue of a vendor in a lane, with the counts of its rows, and what the lane has learnt of
 * them. Confined to one event loop.
 */
final class Owner<T, R> {

  final Object name;
  final ArrayDeque<Row<T, R>> queue = new ArrayDeque<>();

  /** The turns in which the queue takes part. */
  Turns<T, R> turns;

  /** The rows without an answer, wherever they are. */
  int rows;

  long bytes;

  /** The rows without an answer that are known to fail. */
  int failing;

  /** The bytes that the vendor may still put into batches in this turn; a debt if negative. */
  long credit;

  /** The batches of new rows of which no row was stored, since the last commit of a row. */
  private int refusals;

  /** The time from which new rows may be written, while the vendor is apart. */
  private long newRowsFrom;

  Owner(Object name, Turns<T, R> turns, long now) {
    this.name = name;
    this.turns = turns;
    this.newRowsFrom = now;
  }

  void stored(long now) {
    refusals = 0;
    newRowsFrom = now;
  }

  /** Learns that new rows were refused. Returns the pause until other new rows may be written. */
  long refused(long now) {
    long pause = BackOff.nanos(refusals);
    refusals++;
    newRowsFrom = now + pause;
    return pause;
  }

  boolean hasDueRows(long now) {
    return !queue.isEmpty() && now - newRowsFrom >= 0;
  }
}
