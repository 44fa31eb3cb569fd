package io.leadgate.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import java.util.List;

/**
 * The result of a change of the state that every node holds.
 *
 * @param <T> what the change is about, as it is afterwards
 */
public sealed interface Change<T> {

  /** The state is as wanted. */
  sealed interface InForce<T> extends Change<T> {
    T value();
  }

  /**
   * It is written, or is to be written where a function decides on a row as it is.
   *
   * @param subject the id of what is changed
   * @param details for the audit log; never a secret
   */
  record Made<T>(T value, String subject, ObjectNode details) implements InForce<T> {

    /** The same with the value as Postgres has it. */
    Made<T> with(T written) {
      return new Made<>(written, subject, details);
    }
  }

  /** It is as wanted already: nothing is written, and no trace is left. */
  record Unchanged<T>(T value) implements InForce<T> {}

  /** Its subject is not there, or not for the caller. */
  record NotThere<T>() implements Change<T> {}

  /** All nodes would have more in memory than {@link CatalogBound} allows. */
  record CatalogFull<T>() implements Change<T> {}

  /**
   * @param errors empty where the refusal is not about members
   */
  record Refused<T>(Refusal refusal, List<FieldError> errors) implements Change<T> {
    public Refused(Refusal refusal) {
      this(refusal, List.of());
    }
  }
}
