package io.leadgate.console.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.account.AccountResource;
import io.leadgate.account.RequestedChange;
import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Members;
import io.leadgate.console.frame.Refusals;
import io.leadgate.console.frame.Visit;
import io.leadgate.domain.Refusal;
import io.leadgate.store.AccountStore;
import io.leadgate.store.Change;
import io.leadgate.store.Writer;
import io.leadgate.web.answer.EntityTag;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes the changes of one kind of object that an admin asks for by a form, with the checks of the
 * Account API.
 *
 * @param <T> the type of the objects
 */
final class Edits<T> {

  private static final int TEXT_LENGTH_MAX = 200;

  private final AccountResource<T> resource;
  private final AccountStore<T> store;

  Edits(AccountResource<T> resource, AccountStore<T> store) {
    this.resource = resource;
    this.store = store;
  }

  AccountStore<T> store() {
    return store;
  }

  Future<Optional<T>> find(int id) {
    return store.find(Optional.empty(), id);
  }

  /** The tag of an object as it is shown, by which a change of another version is told. */
  String tag(T value) {
    return EntityTag.of(resource.json(value));
  }

  /**
   * Creates an object.
   *
   * @param refused is called with the faults where nothing is created
   */
  void create(Visit visit, ObjectNode body, Consumer<T> made, Consumer<Faults> refused) {
    RequestedChange<T> wanted = RequestedChange.unconditional(resource);
    T value = wanted.create(body);
    if (!wanted.errors().isEmpty()) {
      refused.accept(Faults.of(wanted.errors()));
      return;
    }
    visit.when(
        store.create(Writer.admin(visit.actor()), value, resource::json),
        change -> answer(visit, change, made, refused));
  }

  /**
   * Changes an object.
   *
   * @param tag the tag of the object as the form showed it
   */
  void change(
      Visit visit,
      int id,
      ObjectNode patch,
      String tag,
      Consumer<T> made,
      Consumer<Faults> refused) {
    visit.when(
        store.update(Writer.admin(visit.actor()), id, ifAsShown(tag).merge(patch)),
        change -> {
          if (change instanceof Change.Refused<T> not
              && not.refusal() == Refusal.PRECONDITION_FAILED) {
            visit.whenFound(find(id), now -> refused.accept(stale(now, patch)));
          } else {
            answer(visit, change, made, refused);
          }
        });
  }

  /** Deletes an object. */
  void delete(Visit visit, int id, String tag, Runnable gone, Consumer<Faults> refused) {
    visit.when(
        store.delete(Writer.admin(visit.actor()), id, ifAsShown(tag).delete()),
        change -> answer(visit, change, was -> gone.run(), refused));
  }

  private RequestedChange<T> ifAsShown(String tag) {
    return new RequestedChange<>(resource, current -> EntityTag.of(current).equals(tag));
  }

  private void answer(Visit visit, Change<T> change, Consumer<T> made, Consumer<Faults> refused) {
    switch (change) {
      case Change.InForce<T> done -> made.accept(done.value());
      case Change.NotThere<T> gone -> visit.notFound();
      case Change.CatalogFull<T> full -> refused.accept(Refusals.of(change));
      case Change.TooManyHashes<T> many -> refused.accept(Refusals.of(change));
      case Change.Refused<T> not -> refused.accept(Refusals.of(change, this::sentence));
    }
  }

  private Optional<String> sentence(Refusal refusal) {
    return switch (refusal) {
      case IN_USE -> Optional.of("It cannot be deleted. " + resource.insteadOfDeleting());
      case LIMIT_REACHED ->
          Optional.of(
              "There are as many %ss as the settings allow; reuse an object that is not used any more."
                  .formatted(resource.noun()));
      case PRECONDITION_FAILED -> Optional.of(changedMeanwhile());
      default -> Optional.empty();
    };
  }

  private String changedMeanwhile() {
    return "The %s has changed since you opened this page, so nothing was saved."
        .formatted(resource.noun());
  }

  /** Tells what is different now from the form that was sent. */
  private Faults stale(T now, ObjectNode patch) {
    ObjectNode stored = resource.json(now);
    List<String> faults = new ArrayList<>();
    faults.add(changedMeanwhile() + " Look at what is different, and save again.");
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      JsonNode value = stored.path(member.getKey());
      if (!value.equals(member.getValue())) {
        faults.add("Stored now, %s: %s.".formatted(Members.inWords(member.getKey()), text(value)));
      }
    }
    return new Faults(faults, List.of());
  }

  private static String text(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "empty";
    }
    String text = value.isTextual() ? value.textValue() : value.toString();
    return text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX) + "…";
  }
}
