package io.leadgate.console.setup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.console.frame.Faults;
import io.leadgate.console.frame.Form;
import io.leadgate.domain.LeadType;
import io.leadgate.web.answer.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The form of a lead type, new or not. The rows without an empty name are its fields. */
public record LeadTypeForm(
    String name, boolean strict, String country, List<FieldRow> rows, Faults faults) {

  static final LeadTypeForm EMPTY = new LeadTypeForm("", false, "US", List.of(), Faults.NONE);

  private static final int EMPTY_ROWS = 3;
  private static final int EMPTY_ROWS_MAX = 20;

  /** A page with more fields or text would hold the event loop up. */
  private static final int ROWS_MAX = 100;

  private static final int CHARACTERS_MAX = 60_000;

  public LeadTypeForm {
    rows = List.copyOf(rows);
  }

  static LeadTypeForm of(LeadType type, Faults faults) {
    return of(type, EMPTY_ROWS, faults);
  }

  /**
   * The form of a lead type as stored.
   *
   * @param empty the number of rows for new fields, of which the form has 20 at most
   */
  static LeadTypeForm of(LeadType type, int empty, Faults faults) {
    return new LeadTypeForm(
        type.name(),
        type.strict(),
        type.defaultCountry(),
        withEmpty(type.fields().stream().map(FieldRow::of).toList(), empty),
        faults);
  }

  static LeadTypeForm of(Form form, Faults faults) {
    return new LeadTypeForm(
        form.text("name"),
        form.isTicked("strict"),
        form.text("default_country"),
        withEmpty(fields(form), EMPTY_ROWS),
        faults);
  }

  private static List<FieldRow> withEmpty(List<FieldRow> fields, int empty) {
    return Stream.concat(
            fields.stream(),
            Stream.generate(() -> FieldRow.EMPTY).limit(Math.min(empty, EMPTY_ROWS_MAX)))
        .toList();
  }

  /** The rows that stay, so that the places of faults are those of the rows. */
  private static List<FieldRow> fields(Form form) {
    List<FieldRow> fields = new ArrayList<>();
    for (int i = 0; i < ROWS_MAX + EMPTY_ROWS_MAX && form.has(FieldRow.input(i, "name")); i++) {
      FieldRow row = FieldRow.of(form, i);
      if (!row.isEmpty() && !form.isTicked(FieldRow.input(i, "remove"))) {
        fields.add(row);
      }
    }
    return fields;
  }

  static ObjectNode json(Form form) {
    ObjectNode json =
        Json.object()
            .put("name", form.text("name"))
            .put("strict", form.isTicked("strict"))
            .put("default_country", form.text("default_country"));
    if (form.has(FieldRow.input(0, "name"))) {
      ArrayNode fields = json.putArray("fields");
      fields(form).forEach(row -> fields.add(row.json()));
    }
    return json;
  }

  /** Whether the fields are few and short enough for a page that has an input for each. */
  public boolean isEditable() {
    return rows.size() <= ROWS_MAX + EMPTY_ROWS_MAX
        && rows.stream().mapToInt(FieldRow::length).sum() <= CHARACTERS_MAX;
  }

  public String input(int index, String part) {
    return FieldRow.input(index, part);
  }

  /** The fault of a part of a row. */
  public String member(int index, String part) {
    return "fields[%d].%s".formatted(index, part);
  }

  /** The faults that no input shows. */
  public List<String> otherFaults() {
    return faults.besides(
        Stream.concat(
                Stream.of("name", "default_country"),
                IntStream.range(0, rows.size())
                    .boxed()
                    .flatMap(
                        i ->
                            Stream.of("name", "label", "type", "options")
                                .map(part -> member(i, part))))
            .toArray(String[]::new));
  }

  /** Whether the form was sent, and came back. */
  public boolean isRefused() {
    return !faults.equals(Faults.NONE);
  }
}
