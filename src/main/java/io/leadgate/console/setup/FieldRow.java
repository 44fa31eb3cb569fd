package io.leadgate.console.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.console.frame.Form;
import io.leadgate.domain.LeadType;
import io.leadgate.web.answer.Json;

/**
 * A row of the form of a lead type: a field as typed.
 *
 * @param options the options of a choice, each in a line
 */
public record FieldRow(String name, String label, String type, boolean required, String options) {

  static final FieldRow EMPTY = new FieldRow("", "", "text", false, "");

  static FieldRow of(LeadType.Field field) {
    return new FieldRow(
        field.name(),
        field.label(),
        field.type().code(),
        field.required(),
        String.join("\n", field.options()));
  }

  static FieldRow of(Form form, int index) {
    return new FieldRow(
        form.text(input(index, "name")),
        form.text(input(index, "label")),
        form.text(input(index, "type")),
        form.isTicked(input(index, "required")),
        Typed.area(form, input(index, "options")));
  }

  /** The name of an input of the row. */
  static String input(int index, String part) {
    return "field" + index + "." + part;
  }

  /** Whether the admin left the row as it was, which adds no field. */
  boolean isEmpty() {
    return name.isEmpty() && label.isEmpty() && options.isBlank();
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("name", name).put("type", type).put("required", required);
    if (!label.isEmpty()) {
      json.put("label", label);
    }
    if (!options.isBlank()) {
      Typed.lines(json.putArray("options"), options);
    }
    return json;
  }

  /** The characters of the row, by which the size of its form is bounded. */
  int length() {
    return name.length() + label.length() + options.length();
  }
}
