package io.leadgate.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.account.AccountResource;
import io.leadgate.account.RequestedChange;
import io.leadgate.apply.Applied.Outcome;
import io.leadgate.store.AccountStore;
import io.leadgate.store.Change;
import io.leadgate.store.ManyChanges;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes and changes the objects of one kind as a file wants them.
 *
 * @param name the name of an object
 */
public record WantedObjects<T>(
    AccountResource<T> resource, AccountStore<T> store, Function<T, String> name) {

  Future<Names<T>> names(ManyChanges.Open open, Kind kind) {
    return store.all(open).map(all -> new Names<>(kind, all, name));
  }

  /**
   * Brings an object to what is wanted.
   *
   * @param looksOnly whether nothing is written; the outcome of an object that is not as wanted is
   *     then any other than that it is
   */
  Future<Outcome> apply(
      ManyChanges.Open open, boolean looksOnly, Optional<T> existing, ObjectNode members) {
    RequestedChange<T> wanted = RequestedChange.unconditional(resource);
    return existing.isPresent()
        ? change(open, looksOnly, existing.get(), wanted.merge(members))
        : create(open, looksOnly, wanted, members);
  }

  private Future<Outcome> change(
      ManyChanges.Open open, boolean looksOnly, T existing, Function<T, Change<T>> decide) {
    Change<T> decided = decide.apply(existing);
    return looksOnly || !(decided instanceof Change.Made)
        ? Future.succeededFuture(Outcomes.ofChange(decided))
        : store.update(open, resource.id(existing), decide).map(Outcomes::ofChange);
  }

  private Future<Outcome> create(
      ManyChanges.Open open, boolean looksOnly, RequestedChange<T> wanted, ObjectNode members) {
    T value = wanted.create(members);
    if (!wanted.errors().isEmpty()) {
      return Future.succeededFuture(Outcomes.refused(wanted.errors()));
    }
    return looksOnly
        ? Future.succeededFuture(new Outcome.Made(Optional.empty()))
        : store
            .create(open, value, resource::json)
            .map(change -> Outcomes.ofCreation(change, resource::id));
  }
}
