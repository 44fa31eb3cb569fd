package io.leadgate.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.store.CredentialStore;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of each object of a file.
 *
 * @param results in the file's order, by kind
 * @param secrets the credentials that were made, with their secrets
 * @param fault why the secrets could not be kept, so that nothing of the file is applied
 */
public record Applied(
    List<Result> results, List<CredentialStore.Created> secrets, Optional<String> fault) {

  /**
   * The outcome of one object.
   *
   * @param name the name of the object
   */
  public record Result(Kind kind, String name, Outcome outcome) {}

  /** The outcome of one object. */
  public sealed interface Outcome {

    /**
     * The object was made.
     *
     * @param id the id of the object; empty where it would be made
     */
    record Made(Optional<String> id) implements Outcome {}

    /**
     * The object was changed.
     *
     * @param difference each member that differs, with its value before ({@code from}) and after
     *     ({@code to})
     */
    record Changed(ObjectNode difference) implements Outcome {}

    /** The object is as wanted. */
    record Same() implements Outcome {}

    /**
     * The object cannot be as wanted, so that nothing of the file is applied.
     *
     * @param faults at least one line
     */
    record Refused(List<String> faults) implements Outcome {}
  }

  /** This, with a fault if there is one. */
  Applied with(Optional<String> keepingFault) {
    return new Applied(results, secrets, keepingFault);
  }

  /** Whether each object is as wanted already. */
  boolean isAllSame() {
    return results.stream().allMatch(result -> result.outcome() instanceof Outcome.Same);
  }

  /** Whether each object can be as wanted. */
  public boolean isGood() {
    return fault.isEmpty()
        && results.stream().noneMatch(result -> result.outcome() instanceof Outcome.Refused);
  }
}
