package io.leadgate.store;

import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import java.util.List;

/** What became of a change of the state that every node holds. */
public sealed interface ChangeResult<T> {

  /** In force on this node. */
  record Done<T>(T value) implements ChangeResult<T> {}

  /** What it is about is not there, or not for who asks. */
  record NotThere<T>() implements ChangeResult<T> {}

  /** Refused, because all nodes would have more in memory than {@link CatalogBound} allows. */
  record CatalogFull<T>() implements ChangeResult<T> {}

  /**
   * @param errors empty where it is not about members
   */
  record Refused<T>(Refusal refusal, List<FieldError> errors) implements ChangeResult<T> {}
}
