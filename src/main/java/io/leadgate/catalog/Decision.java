package io.leadgate.catalog;

import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import java.util.List;

/** What to do with a row, decided while nobody else can change it. */
public sealed interface Decision<T> {

  /**
   * @param details for the audit log: a JSON object
   */
  record Write<T>(T value, String details) implements Decision<T> {}

  /** It is as wanted already. */
  record Leave<T>() implements Decision<T> {}

  record Refuse<T>(Refusal refusal, List<FieldError> errors) implements Decision<T> {}
}
