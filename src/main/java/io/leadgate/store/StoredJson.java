package io.leadgate.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Coded;
import io.leadgate.domain.DuplicateRules;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Writes and reads the values of {@code jsonb} columns; the Account API answers with the same JSON.
 * Throws an exception for a column that was written by hand and cannot be read.
 */
public final class StoredJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private StoredJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode parse(String column) {
    try {
      return MAPPER.readTree(column);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored JSON cannot be read", e);
    }
  }

  public static ObjectNode of(DuplicateRules rules) {
    ObjectNode json = object();
    ArrayNode sets = json.putArray("sets");
    rules.sets().forEach(set -> set.forEach(sets.addArray()::add));
    return json.put("days", rules.days())
        .put("action", rules.action().code())
        .put("within", rules.within().code());
  }

  static DuplicateRules duplicateRules(String column) {
    JsonNode json = parse(column);
    return new DuplicateRules(
        items(json.required("sets")).map(StoredJson::texts).toList(),
        days(json.required("days")),
        Coded.stored(DuplicateRules.Action.class, text(json, "action")),
        Coded.stored(DuplicateRules.Within.class, text(json, "within")));
  }

  public static ArrayNode of(List<LeadType.Field> fields) {
    ArrayNode json = MAPPER.createArrayNode();
    for (LeadType.Field field : fields) {
      ObjectNode member =
          json.addObject()
              .put("name", field.name())
              .put("label", field.label())
              .put("type", field.type().code())
              .put("required", field.required());
      if (field.type() == FieldType.CHOICE) {
        field.options().forEach(member.putArray("options")::add);
      }
    }
    return json;
  }

  static List<LeadType.Field> fields(String column) {
    return items(parse(column)).map(StoredJson::field).toList();
  }

  /** Reads a field. A field that was written by hand may have its name alone. */
  private static LeadType.Field field(JsonNode json) {
    return new LeadType.Field(
        text(json, "name"),
        json.hasNonNull("label") ? text(json, "label") : text(json, "name"),
        json.has("type") ? Coded.stored(FieldType.class, text(json, "type")) : FieldType.TEXT,
        json.has("required") && bool(json.required("required")),
        json.has("options") ? texts(json.required("options")) : List.of());
  }

  private static int days(JsonNode json) {
    if (!json.isNumber()) {
      throw new IllegalStateException("stored JSON has something else than a number");
    }
    return json.intValue();
  }

  private static boolean bool(JsonNode json) {
    if (!json.isBoolean()) {
      throw new IllegalStateException("stored JSON has something else than true or false");
    }
    return json.booleanValue();
  }

  private static String text(JsonNode json, String name) {
    return text(json.required(name));
  }

  private static String text(JsonNode json) {
    if (!json.isTextual()) {
      throw new IllegalStateException("stored JSON has something else than a text");
    }
    return json.textValue();
  }

  static List<String> texts(JsonNode array) {
    return items(array).map(StoredJson::text).toList();
  }

  private static Stream<JsonNode> items(JsonNode array) {
    if (!array.isArray()) {
      throw new IllegalStateException("stored JSON has something else than an array");
    }
    return StreamSupport.stream(array.spliterator(), false);
  }
}
