package io.leadgate.persistence.lane;

import java.util.ArrayList;
import java.util.List;

/** Rows that are written together on a connection. Confined to one event loop. */
public final class Batch<T, R> {

  private static final int ROWS_IN_VAIN = 8;

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

  /** Whether an earlier try with an unknown outcome may have stored this row of the batch. */
  public boolean maybeStored(int place) {
    return group.rows.get(place).maybeStored;
  }

  /**
   * Whether the rows are to be written one by one in a single transaction that stores the good
   * rows, because the server has refused them together.
   */
  public boolean isOneByOne() {
    return group.isOneByOne();
  }

  /**
   * Whether a transaction that writes the rows one by one ends here, because all rows before have
   * failed, and so the rows need not be at fault.
   *
   * @param failed the rows that have failed; no row was written, or refused for its data
   */
  public static boolean isInVain(int failed) {
    return failed >= ROWS_IN_VAIN;
  }

  /**
   * Whether something has succeeded on the connection a short time ago. If not, and no row can be
   * written, then the session itself may be at fault.
   */
  public boolean isConnectionProven() {
    return isConnectionProven;
  }

  long began() {
    return began;
  }

  Group<T, R> group() {
    return group;
  }
}
