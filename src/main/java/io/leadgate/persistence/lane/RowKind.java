package io.leadgate.persistence.lane;

import io.leadgate.domain.Refusal;
import java.util.Optional;

/**
 * Tells a lane what the lane must know of its rows.
 *
 * @param <T> a row
 * @param <R> the result of a row
 */
public interface RowKind<T, R> {

  /** The weight of the row in a batch: the length of its text, and some bytes for all the rest. */
  long bytes(T row);

  /** The vendor of the row. Each vendor has its own queue; compared with equals. */
  Object owner(T row);

  /**
   * The key of a row that must be written in its order of arrival among the rows of its owner with
   * an equal key; compared with equals.
   */
  Optional<Object> orderKey(T row);

  /** Makes the result of a row that was refused and not written. */
  R refused(Refusal refusal);
}
