package io.leadgate.web.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.web.answer.Json;
import java.util.Map;

/** Applies a JSON Merge Patch that is an object (RFC 7396, section 2). Thread-safe. */
public final class MergePatch {

  private MergePatch() {}

  /** A copy of the target with the patch applied. */
  public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    ObjectNode result = target.deepCopy();
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      JsonNode value = member.getValue();
      if (value.isNull()) {
        result.remove(member.getKey());
      } else if (value instanceof ObjectNode inner) {
        ObjectNode before =
            result.get(member.getKey()) instanceof ObjectNode object ? object : Json.object();
        result.set(member.getKey(), apply(before, inner));
      } else {
        result.set(member.getKey(), value);
      }
    }
    return result;
  }
}
