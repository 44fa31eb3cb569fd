package io.leadgate.store;

/** What to do with a row, decided on it as it is. */
public sealed interface Decision<T> {

  /**
   * @param details for the audit log: a JSON object
   */
  record Write<T>(T value, String details) implements Decision<T> {}

  /** Nothing: it is as wanted already, or may not be so. */
  record Settled<T>(ChangeResult<T> result) implements Decision<T> {}
}
