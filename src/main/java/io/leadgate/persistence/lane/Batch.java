package io.leadgate.persistence.lane;

import java.util.ArrayList;
import java.util.List;

/** Rows that are written together on a connection. Confined to one event loop. */
public final class Batch<T, R> {

  private final int connection;
  private final Group<T, R> group;
  private final long began;

  Batch(int connection, Group<T, R> group, long began) {
    this.connection = connection;
    this.group = group;
    this.began = began;
  }

  /** The number of the connection. */
  public int connection() {
    return connection;
  }

  public List<T> rows() {
    List<T> values = new ArrayList<>(group.rows.size());
    group.rows.forEach(row -> values.add(row.value));
    return values;
  }

  /** Whether an earlier try with an unknown outcome may have stored a row of the batch. */
  public boolean maybeStored() {
    return group.rows.stream().anyMatch(row -> row.maybeStored);
  }

  /** Whether the batch finds out whose fault a failure is, and should not wait for locks. */
  public boolean isTrial() {
    return group.isTrial();
  }

  long began() {
    return began;
  }

  Group<T, R> group() {
    return group;
  }
}
