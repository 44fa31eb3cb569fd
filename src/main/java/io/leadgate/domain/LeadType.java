package io.leadgate.domain;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which fields a campaign's leads have. Names match without regard to case, since vendors differ;
 * fields that it does not name are kept. A lead type with no fields takes anything.
 */
public final class LeadType {

  private final int id;
  private final String defaultCountry;
  private final List<Field> fields;
  private final Map<String, Integer> positions = new HashMap<>();

  /**
   * @param label what a person reads
   */
  public record Field(
      String name, String label, FieldType type, boolean required, List<String> options) {}

  /**
   * @param defaultCountry two letters (ISO 3166-1): the country of phone numbers that name none
   */
  public LeadType(int id, String defaultCountry, List<Field> fields) {
    this.id = id;
    this.defaultCountry = defaultCountry;
    this.fields = List.copyOf(fields);
    for (int i = 0; i < fields.size(); i++) {
      positions.put(fields.get(i).name().toLowerCase(Locale.ROOT), i);
    }
  }

  public int id() {
    return id;
  }

  public String defaultCountry() {
    return defaultCountry;
  }

  public List<Field> fields() {
    return fields;
  }

  /** Where in {@link #fields()} the field of that lower-case name is; null for an unknown one. */
  public @Nullable Integer position(String lowerCaseName) {
    return positions.get(lowerCaseName);
  }
}
