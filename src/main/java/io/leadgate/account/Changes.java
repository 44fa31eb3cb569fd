package io.leadgate.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.store.ChangeResult;
import io.leadgate.store.Decision;
import io.leadgate.web.answer.EntityTag;
import io.leadgate.web.answer.Json;
import io.leadgate.web.body.JsonReader;
import io.leadgate.web.body.MergePatch;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What one request wants changed, decided on the thing as it is at that moment. */
final class Changes<T> {

  private static final Set<String> READ_ONLY = Set.of("id", "created_at", "updated_at");

  private final Resource<T> resource;
  private final HttpServerRequest request;
  private List<FieldError> errors = List.of();

  Changes(Resource<T> resource, HttpServerRequest request) {
    this.resource = resource;
    this.request = request;
  }

  /** What was wrong with what was read. */
  List<FieldError> errors() {
    return errors;
  }

  T create(ObjectNode body) {
    JsonReader members = new JsonReader(body).refuseOthers(resource.members());
    T value = resource.read(members, 0, Instant.EPOCH, Instant.EPOCH);
    errors = members.errors();
    return value;
  }

  /**
   * A member that is null goes back to its default (RFC 7396); what is fixed may only be the same.
   */
  Function<T, Decision<T>> merge(ObjectNode patch) {
    return current -> {
      ObjectNode before = resource.json(current);
      if (!EntityTag.ifMatch(request, before)) {
        return refused(Refusal.PRECONDITION_FAILED, List.of());
      }
      ObjectNode merged = MergePatch.apply(before, patch);
      JsonReader members = new JsonReader(merged);
      refuseOthers(members, before);
      T value = resource.read(members, resource.id(current), Instant.EPOCH, Instant.EPOCH);
      if (!members.errors().isEmpty()) {
        return refused(resource.invalid(), members.errors());
      }
      ObjectNode changed = difference(before, resource.json(value));
      return changed.isEmpty()
          ? new Decision.Settled<>(new ChangeResult.Done<>(current))
          : new Decision.Write<>(value, changed.toString());
    };
  }

  private static <T> Decision<T> refused(Refusal refusal, List<FieldError> errors) {
    return new Decision.Settled<>(new ChangeResult.Refused<>(refusal, errors));
  }

  private void refuseOthers(JsonReader members, ObjectNode before) {
    Set<String> known = new HashSet<>(resource.members());
    known.addAll(READ_ONLY);
    members.refuseOthers(known);
    Set<String> fixed = new HashSet<>(resource.fixed());
    fixed.addAll(READ_ONLY);
    for (String name : fixed) {
      if (!members.get(name).equals(before.get(name))) {
        members.error(name, "read_only", "cannot be changed");
      }
    }
  }

  /** Each member that differs, as it was and as it is. */
  private static ObjectNode difference(ObjectNode before, ObjectNode after) {
    ObjectNode difference = Json.object();
    for (Map.Entry<String, JsonNode> member : after.properties()) {
      JsonNode was = before.path(member.getKey());
      if (!READ_ONLY.contains(member.getKey()) && !member.getValue().equals(was)) {
        difference
            .putObject(member.getKey())
            .<ObjectNode>set("from", was)
            .set("to", member.getValue());
      }
    }
    return difference;
  }

  Function<T, Decision<T>> delete() {
    return current -> {
      ObjectNode before = resource.json(current);
      return EntityTag.ifMatch(request, before)
          ? new Decision.Write<>(current, before.toString())
          : refused(Refusal.PRECONDITION_FAILED, List.of());
    };
  }
}
