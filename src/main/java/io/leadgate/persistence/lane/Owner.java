package io.leadgate.persistence.lane;

import java.util.ArrayDeque;

/** The queue and the counts of one vendor in a lane. Confined to one event loop. */
final class Owner<T, R> {

  final Object name;
  final ArrayDeque<Row<T, R>> queue = new ArrayDeque<>();

  /** The rows without an answer, wherever they are. */
  int rows;

  long bytes;

  /** The bytes that the vendor may still put into batches in this turn; a debt if negative. */
  long credit;

  Owner(Object name) {
    this.name = name;
  }
}
