package io.leadgate.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.store.Change;
import io.leadgate.web.answer.Json;
import io.leadgate.web.body.JsonReader;
import io.leadgate.web.body.MergePatch;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Decides on a change that a caller asks for in JSON, from the current row. */
public final class RequestedChange<T> {

  private static final Set<String> READ_ONLY_IN_EACH = Set.of("id", "created_at", "updated_at");

  private final AccountResource<T> resource;
  private final Predicate<ObjectNode> precondition;
  private List<FieldError> errors = List.of();

  /**
   * @param precondition whether the current row, as its tag is made of, is the row that the caller
   *     wants to change
   */
  public RequestedChange(AccountResource<T> resource, Predicate<ObjectNode> precondition) {
    this.resource = resource;
    this.precondition = precondition;
  }

  /** A change of whatever the current row is. */
  public static <T> RequestedChange<T> unconditional(AccountResource<T> resource) {
    return new RequestedChange<>(resource, current -> true);
  }

  /** The errors in the body. */
  public List<FieldError> errors() {
    return errors;
  }

  /** Reads a new value, which is of no use if there are {@link #errors}. */
  public T create(ObjectNode body) {
    JsonReader members = new JsonReader(body).refuseOthers(resource.members());
    T value = resource.read(members, 0, Instant.EPOCH, Instant.EPOCH);
    errors = members.errors();
    return value;
  }

  /**
   * Makes the decision that merges a patch into the current row. A member that is null goes back to
   * its default (RFC 7396); a fixed member must keep its value.
   */
  public Function<T, Change<T>> merge(ObjectNode patch) {
    return current -> {
      ObjectNode before = resource.json(current);
      if (!precondition.test(before)) {
        return new Change.Refused<>(Refusal.PRECONDITION_FAILED);
      }
      ObjectNode answered = resource.answer(current);
      JsonReader members = new JsonReader(MergePatch.apply(answered, patch));
      refuseOthers(members, answered);
      T value = resource.read(members, resource.id(current), Instant.EPOCH, Instant.EPOCH);
      if (!members.errors().isEmpty()) {
        return new Change.Refused<>(resource.invalid(), members.errors());
      }
      ObjectNode changed = difference(before, resource.json(value));
      return changed.isEmpty()
          ? new Change.Unchanged<>(current)
          : new Change.Made<>(value, subject(current), changed);
    };
  }

  private String subject(T current) {
    return Integer.toString(resource.id(current));
  }

  private void refuseOthers(JsonReader members, ObjectNode before) {
    Set<String> known = new HashSet<>(resource.members());
    known.addAll(READ_ONLY_IN_EACH);
    known.addAll(resource.readOnly());
    members.refuseOthers(known);
    Set<String> fixed = new HashSet<>(resource.fixed());
    fixed.addAll(READ_ONLY_IN_EACH);
    fixed.addAll(resource.readOnly());
    for (String name : fixed) {
      if (!text(members.get(name)).equals(text(before.path(name)))) {
        members.error(name, "read_only", "cannot be changed");
      }
    }
  }

  /**
   * A value as text, because a number that was parsed may have another type, and a patch takes out
   * a member that is null.
   */
  private static String text(JsonNode value) {
    return value.isMissingNode() ? "null" : value.toString();
  }

  /** Lists each member that differs, with its value before and after. */
  private static ObjectNode difference(ObjectNode before, ObjectNode after) {
    ObjectNode difference = Json.object();
    for (Map.Entry<String, JsonNode> member : after.properties()) {
      JsonNode was = before.path(member.getKey());
      if (!READ_ONLY_IN_EACH.contains(member.getKey()) && !member.getValue().equals(was)) {
        difference
            .putObject(member.getKey())
            .<ObjectNode>set("from", was)
            .set("to", member.getValue());
      }
    }
    return difference;
  }

  /** Makes the decision that deletes the current row. */
  public Function<T, Change<T>> delete() {
    return current -> {
      ObjectNode before = resource.json(current);
      return precondition.test(before)
          ? new Change.Made<>(current, subject(current), before)
          : new Change.Refused<>(Refusal.PRECONDITION_FAILED);
    };
  }
}
