package io.leadgate.writepath;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps all that a trial did, in memory: some 300 bytes for each row of a batch. Thread-safe. */
final class TrialLog {

  private static final String UNIQUE_VIOLATION = "23505";

  private final Queue<Transaction> transactions = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> errors = new ConcurrentHashMap<>();
  private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();

  /** Records a transaction before its commit. */
  void add(Transaction transaction) {
    transactions.add(transaction);
  }

  Collection<Transaction> transactions() {
    return transactions;
  }

  /** Records an error that the server's end or a lost connection explains, or another error. */
  void add(SQLException error) {
    String state = state(error);
    errors.merge(state, 1, Integer::sum);
    // The states of a lost connection, and of a server that stops, has crashed, or starts.
    if (!state.matches("08.*|57P0[123]")) {
      addUnexpected(state + " " + error.getMessage());
    }
  }

  /** Records that a first try came behind its own retry, which had stored the leads. */
  void addLate(SQLException error) {
    errors.merge(state(error), 1, Integer::sum);
  }

  void addUnexpected(String event) {
    unexpected.add(event);
  }

  Collection<String> unexpected() {
    return unexpected;
  }

  /** The number of errors of each SQLSTATE. */
  Map<String, Integer> errors() {
    return new TreeMap<>(errors);
  }

  static boolean isUniqueViolation(SQLException error) {
    return state(error).equals(UNIQUE_VIOLATION);
  }

  private static String state(SQLException error) {
    return error.getSQLState() == null ? "no SQLSTATE" : error.getSQLState();
  }
}
