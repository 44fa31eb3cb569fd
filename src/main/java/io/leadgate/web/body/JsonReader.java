package io.leadgate.web.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Coded;
import io.leadgate.domain.FieldError;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the members of a JSON object strictly, and gathers at most one error for each member. The
 * returned values are meaningful only if no error was found. Confined to one event loop.
 */
public final class JsonReader {

  private static final int TEXT_LENGTH_MAX = 200;

  /** The most errors that are named, because a body may have thousands of unknown members. */
  private static final int ERRORS_MAX = 100;

  private static final FieldError MORE =
      new FieldError("", "more", "more members have faults; mend these first");

  private final ObjectNode object;
  private final String path;

  /** By member. Grows by a last error that tells of more, and then no further. */
  private final Map<String, FieldError> errors;

  public JsonReader(ObjectNode object) {
    this(object, "", new LinkedHashMap<>());
  }

  private JsonReader(ObjectNode object, String path, Map<String, FieldError> errors) {
    this.object = object;
    this.path = path;
    this.errors = errors;
  }

  /** Reads the members of an inner object, whose errors are gathered with the outer object's. */
  public JsonReader within(String name, ObjectNode inner) {
    return new JsonReader(inner, path + name + ".", errors);
  }

  /** The errors of the members that were read so far. */
  public List<FieldError> errors() {
    return List.copyOf(errors.values());
  }

  public boolean has(String name) {
    return object.has(name);
  }

  public JsonNode get(String name) {
    return object.path(name);
  }

  public JsonReader refuseOthers(Set<String> known) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                error(name, "unknown", "is not known here");
              }
            });
    return this;
  }

  /** Reads a text of 1 to 200 characters, and strips the spaces around it. */
  public String text(String name) {
    return text(name, TEXT_LENGTH_MAX);
  }

  public String text(String name, int lengthMax) {
    JsonNode node = get(name);
    String text = node.isTextual() ? node.textValue().strip() : "";
    if (!isText(text, lengthMax)) {
      error(name, isAbsent(name) ? "required" : "invalid_" + name, textMessage(lengthMax));
    }
    return text;
  }

  public static boolean isText(String text, int lengthMax) {
    return !text.isEmpty()
        && text.length() <= lengthMax
        && text.codePoints().noneMatch(JsonReader::isUnprintable);
  }

  private static String textMessage(int lengthMax) {
    return "must have 1 to %d characters, all of them printable".formatted(lengthMax);
  }

  /**
   * Whether a code point cannot be printed, such as a lone surrogate, which PostgreSQL also
   * refuses.
   */
  private static boolean isUnprintable(int c) {
    return Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF);
  }

  public boolean bool(String name, boolean byDefault) {
    if (isAbsent(name)) {
      return byDefault;
    }
    if (!get(name).isBoolean()) {
      error(name, "invalid_boolean", "must be true or false");
    }
    return get(name).asBoolean();
  }

  /** Reads the id of another object, from 1. */
  public int id(String name) {
    return integer(name, 1, Integer.MAX_VALUE);
  }

  public int integer(String name, int min, int max) {
    JsonNode node = get(name);
    if (isAbsent(name)) {
      error(name, "required", "is required");
    } else if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.intValue() < min
        || node.intValue() > max) {
      error(
          name,
          "invalid_integer",
          max == Integer.MAX_VALUE
              ? "must be a whole number from %d".formatted(min)
              : "must be a whole number from %d to %d".formatted(min, max));
    }
    return node.asInt();
  }

  public <E extends Enum<E> & Coded> E oneOf(String name, Class<E> type, E byDefault) {
    return isAbsent(name) ? byDefault : oneOf(name, type);
  }

  /** Reads an enum's constant by its code. */
  public <E extends Enum<E> & Coded> E oneOf(String name, Class<E> type) {
    E[] values = type.getEnumConstants();
    Optional<E> value =
        Optional.ofNullable(get(name).textValue()).flatMap(code -> Coded.find(type, code));
    if (value.isEmpty()) {
      String codes = Arrays.stream(values).map(Coded::code).collect(Collectors.joining(", "));
      error(name, isAbsent(name) ? "required" : "invalid_" + name, "must be one of " + codes);
    }
    return value.orElse(values[0]);
  }

  /** Whether a member is absent. A null counts as absent (RFC 7396). */
  public boolean isAbsent(String name) {
    return get(name).isMissingNode() || get(name).isNull();
  }

  /**
   * Adds an error, unless the member has an error already.
   *
   * @param message continues the sentence that the member's name begins
   */
  public void error(String name, String code, String message) {
    String field = path + name;
    if (errors.size() < ERRORS_MAX) {
      errors.putIfAbsent(field, new FieldError(field, code, "%s %s".formatted(field, message)));
    } else {
      errors.putIfAbsent(MORE.field(), MORE);
    }
  }
}
