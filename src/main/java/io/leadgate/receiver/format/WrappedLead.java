package io.leadgate.receiver.format;

import com.fasterxml.jackson.core.JsonToken;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object of an array that has a lead's fields in a member {@code fields}, and may have a
 * member {@code idempotency_key}. Any other member is refused, because it would be lost. An object
 * without an object {@code fields} is not wrapped, but has the fields as its members. Confined to
 * one event loop.
 */
final class WrappedLead {

  private static final String FIELDS = "fields";
  private static final String KEY = "idempotency_key";
  private static final int ERRORS_MAX = 200;

  /** The faults of the members, by the member's name. */
  private final Map<String, Fault> faults = new LinkedHashMap<>();

  private @Nullable String fields;
  private Optional<String> key = Optional.empty();
  private boolean hasKey;
  private boolean hasBadKey;

  private enum Fault {
    UNKNOWN("unknown_member", "stands beside fields and not in it"),
    REPEATED("repeated", "is there twice");

    private final String code;
    private final String what;

    Fault(String code, String what) {
      this.code = code;
      this.what = what;
    }

    FieldError of(String name) {
      String shown = JsonText.printable(name);
      return new FieldError(shown, code, shown + ' ' + what);
    }
  }

  static boolean isFields(String name, JsonToken value) {
    return name.equals(FIELDS) && value == JsonToken.START_OBJECT;
  }

  /**
   * Takes the member {@code fields}.
   *
   * @param text the JSON object of the fields
   */
  void fields(String text) {
    if (fields != null) {
      fault(FIELDS, Fault.REPEATED);
    }
    fields = text;
  }

  /**
   * Takes any member but the fields.
   *
   * @param text the value, if it is a string
   */
  void member(String name, JsonToken value, String text) {
    if (!name.equals(KEY)) {
      fault(name, Fault.UNKNOWN);
      return;
    }
    if (hasKey) {
      fault(KEY, Fault.REPEATED);
    }
    hasKey = true;
    key = value == JsonToken.VALUE_STRING ? IdempotencyKey.parse(text) : Optional.empty();
    hasBadKey = key.isEmpty() && value != JsonToken.VALUE_NULL;
  }

  private void fault(String name, Fault fault) {
    if (faults.size() < ERRORS_MAX) {
      faults.putIfAbsent(name, fault);
    }
  }

  boolean hasFields() {
    return fields != null;
  }

  /**
   * Reads the lead. Must be called only for an object that has fields.
   *
   * @param read reads the fields
   * @param room the room for errors in the whole answer
   */
  ParsedBody.Item item(Function<String, ParsedLead> read, ErrorRoom room) {
    String found = fields;
    if (found == null) {
      throw new IllegalStateException("there are no fields");
    }
    if (!faults.isEmpty()) {
      return ParsedBody.Item.without(
          new ParsedLead.Bad(
              Refusal.INVALID_LEAD,
              "Beside fields there is idempotency_key, once, and nothing else.",
              errors(room)));
    }
    return hasBadKey
        ? ParsedBody.Item.without(ParsedLead.Bad.badKey())
        : new ParsedBody.Item(read.apply(found), key);
  }

  private List<FieldError> errors(ErrorRoom room) {
    return faults.entrySet().stream()
        .map(fault -> fault.getValue().of(fault.getKey()))
        .filter(room::takes)
        .toList();
  }
}
