package io.leadgate.writepath;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A transaction that a trial began. Its outcome may be unknown here; only the database knows
 * whether the transaction was committed.
 */
sealed interface Transaction {

  /** The id of the transaction. An id that a crash loses is given out again. */
  long xid();

  /** The database's time when the transaction began. */
  Instant at();

  /** A try at storing a batch. Thread-safe. */
  final class Attempt implements Transaction {
    private final long xid;
    private final Instant at;
    private final boolean maybeThere;
    private final List<Row> rows;
    private volatile Optional<List<Verdict>> said = Optional.empty();
    private volatile boolean told;

    Attempt(long xid, Instant at, boolean maybeThere, List<Row> rows) {
      this.xid = xid;
      this.at = at;
      this.maybeThere = maybeThere;
      this.rows = rows;
    }

    @Override
    public long xid() {
      return xid;
    }

    @Override
    public Instant at() {
      return at;
    }

    boolean maybeThere() {
      return maybeThere;
    }

    /** In ascending order of the ids. */
    List<Row> rows() {
      return rows;
    }

    void say(List<Verdict> verdicts) {
      said = Optional.of(verdicts);
    }

    /** The verdicts, in the order of the rows; empty if they never came. */
    Optional<List<Verdict>> said() {
      return said;
    }

    void tell() {
      told = true;
    }

    /** Whether the database has confirmed the commit. */
    boolean told() {
      return told;
    }
  }

  /** A table that is swept. */
  enum Swept {
    KEYS,
    HASHES
  }

  /** A deletion of keys that have expired, or of hashes of old leads. */
  record Sweep(long xid, Instant at, Swept table, List<UUID> deleted) implements Transaction {}
}
