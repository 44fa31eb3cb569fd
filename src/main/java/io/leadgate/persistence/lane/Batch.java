package io.leadgate.persistence.lane;

import java.util.ArrayList;
import java.util.List;

/** Rows that are written together on a connection. Confined to one event loop. */
public final class Batch<T, R> {

  private final int connection;
  private final Group<T, R> group;
  private final long began;
  private final boolean isConnectionProven;

  Batch(int connection, Group<T, R> group, long began, boolean isConnectionProven) {
    this.connection = connection;
    this.group = group;
    this.began = began;
    this.isConnectionProven = isConnectionProven;
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

  /**
   * Whether the connection may stay open if the server refuses the batch. In a trial many failures
   * are expected; but a session on which nothing has succeeded for some time may be at fault
   * itself.
   */
  public boolean keepsConnection() {
    return isTrial() && isConnectionProven;
  }

  long began() {
    return began;
  }

  Group<T, R> group() {
    return group;
  }
}
