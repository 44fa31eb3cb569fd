package io.leadgate.console.frame;

import io.leadgate.domain.Refusal;
import io.leadgate.store.Change;
import java.util.Optional;
import java.util.function.Function;

/** Says in words why a change was not made. */
public final class Refusals {

  private Refusals() {}

  /** The faults of a change that is not in force. */
  public static <T> Faults of(Change<T> change) {
    return of(change, refusal -> Optional.empty());
  }

  /**
   * The faults of a change that is not in force.
   *
   * @param own the sentence that a kind of objects has for a refusal, if it has its own
   */
  public static <T> Faults of(Change<T> change, Function<Refusal, Optional<String>> own) {
    return switch (change) {
      case Change.InForce<T> done -> Faults.NONE;
      case Change.NotThere<T> gone -> Faults.of("It was deleted meanwhile.");
      case Change.CatalogFull<T> full ->
          Faults.of(
              "The nodes have no more room in memory (limits.catalog_bytes): shorten or delete"
                  + " objects that are not used any more.");
      case Change.TooManyHashes<T> many ->
          Faults.of(
              "More different sets of fields would concern the leads of a campaign than are"
                  + " allowed; the sets of all campaigns within the same scope count.");
      case Change.Refused<T> refused when !refused.errors().isEmpty() ->
          Faults.of(refused.errors());
      case Change.Refused<T> refused ->
          Faults.of(own.apply(refused.refusal()).orElseGet(() -> sentence(refused.refusal())));
    };
  }

  private static String sentence(Refusal refusal) {
    return switch (refusal) {
      case LIMIT_REACHED ->
          "There are as many as are allowed; a credential has two secrets at most.";
      case LAST_SECRET -> "A credential keeps its last secret: add another first, or disable it.";
      case LAST_ADMIN ->
          "This is the last enabled admin of the role admin; give another admin the role first.";
      default -> refusal.title() + ".";
    };
  }
}
