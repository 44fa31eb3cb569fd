package io.leadgate.web.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.web.answer.Json;
import java.util.Map;

/** JSON Merge Patch (RFC 7396, section 2), for a patch that is an object. */
public final class MergePatch {

  private MergePatch() {}

  /** The target with the patch applied; neither of them is changed. */
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
