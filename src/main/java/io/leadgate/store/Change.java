package io.leadgate.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import java.util.List;

/**
 * The result of a change of the state that every node holds.
 *
 * @param <T> the type of the changed object
 */
public sealed interface Change<T> {

  /** The state is as wanted. */
  sealed interface InForce<T> extends Change<T> {
    T value();
  }

  /**
   * The change is written; as a decision on a row, the change is to be written.
   *
   * @param subject the id of the changed row
   * @param details the details for the audit log; never a secret
   */
  record Made<T>(T value, String subject, ObjectNode details) implements InForce<T> {

    /** This change with the value as Postgres stored it. */
    Made<T> with(T written) {
      return new Made<>(written, subject, details);
    }
  }

  /** The row is as wanted already, so nothing is written and the audit log gets no row. */
  record Unchanged<T>(T value) implements InForce<T> {}

  /** The subject does not exist, or the caller may not see it. */
  record NotThere<T>() implements Change<T> {}

  /** The nodes would have more in memory than {@link CatalogBound} allows. */
  record CatalogFull<T>() implements Change<T> {}

  /** More kinds of hashes would concern a campaign than {@link HashKinds} allows. */
  record TooManyHashes<T>() implements Change<T> {}

  /**
   * The change is refused, and nothing is written.
   *
   * @param errors the errors of single members; empty if the refusal is not about members
   */
  record Refused<T>(Refusal refusal, List<FieldError> errors) implements Change<T> {
    public Refused(Refusal refusal) {
      this(refusal, List.of());
    }
  }
}
