package io.leadgate.writepath;

import io.leadgate.support.process.PostgresUri;
import io.leadgate.writepath.Transaction.Attempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the transactions of a trial that were committed, in the order of their commits.
 *
 * @param inOrder the committed transactions
 * @param reused how many ids were given out again, because a crash had lost their transactions
 */
record Commits(List<Transaction> inOrder, int reused) {

  private static final int CHUNK = 5_000;

  private static final String COMMITTED =
      """
      SELECT x::text::bigint, pg_xact_commit_timestamp(x::xid)
      FROM unnest(?::text[]) AS t(id), LATERAL (SELECT id::xid8 AS x) AS u
      WHERE pg_xact_status(x) = 'committed'
      """;

  private record Commit(Instant at, Transaction transaction) {}

  static Commits of(PostgresUri database, Collection<Transaction> begun, Findings findings)
      throws SQLException {
    Map<Long, Transaction> latest = latestById(begun);
    Map<Long, Instant> commitTimes = commitTimes(database, List.copyOf(latest.keySet()));
    List<Commit> commits = new ArrayList<>();
    latest.forEach(
        (id, transaction) -> {
          Instant at = commitTimes.get(id);
          if (at != null) {
            commits.add(new Commit(at, transaction));
          }
        });
    commits.sort(
        Comparator.comparing(Commit::at).thenComparingLong(commit -> commit.transaction().xid()));
    List<Transaction> inOrder = commits.stream().map(Commit::transaction).toList();
    findLost(begun, Set.copyOf(inOrder), findings);
    return new Commits(inOrder, begun.size() - latest.size());
  }

  /**
   * An id whose commit was not on the disk when the server was killed is given out again. The last
   * transaction with the id is the transaction that the id names now.
   */
  private static Map<Long, Transaction> latestById(Collection<Transaction> begun) {
    Map<Long, Transaction> latest = HashMap.newHashMap(begun.size());
    for (Transaction transaction : begun) {
      latest.merge(transaction.xid(), transaction, (a, b) -> a.at().isBefore(b.at()) ? b : a);
    }
    return latest;
  }

  /** The times of the commits; a transaction that was not committed has none. */
  private static Map<Long, Instant> commitTimes(PostgresUri database, List<Long> ids)
      throws SQLException {
    Map<Long, Instant> times = new HashMap<>();
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(COMMITTED)) {
      for (int from = 0; from < ids.size(); from += CHUNK) {
        List<Long> chunk = ids.subList(from, Math.min(from + CHUNK, ids.size()));
        statement.setArray(
            1, connection.createArrayOf("text", chunk.stream().map(String::valueOf).toArray()));
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            times.put(rows.getLong(1), rows.getObject(2, OffsetDateTime.class).toInstant());
          }
        }
      }
    }
    return times;
  }

  private static void findLost(
      Collection<Transaction> begun, Set<Transaction> committed, Findings findings) {
    for (Transaction transaction : begun) {
      if (transaction instanceof Attempt attempt
          && attempt.told()
          && !committed.contains(attempt)) {
        findings.add(Check.COMMIT_LOST, () -> "transaction " + attempt.xid());
      }
    }
  }

  /** The committed batches, in the order of their commits. */
  List<Attempt> batches() {
    return inOrder.stream().filter(Attempt.class::isInstance).map(Attempt.class::cast).toList();
  }
}
