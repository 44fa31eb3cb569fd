package io.leadgate.domain;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a campaign's leads. Names match without regard to case, because vendors differ.
 * Unknown fields are kept unless the lead type is strict. A lead type without fields takes all
 * leads.
 */
public final class LeadType {

  private final int id;
  private final String name;
  private final boolean strict;
  private final String defaultCountry;
  private final List<Field> fields;
  private final Instant createdAt;
  private final Instant updatedAt;
  private final Map<String, Integer> positions = new HashMap<>();

  /**
   * A field of a lead type.
   *
   * @param label the name that people read
   * @param choices the options of a choice; empty for all other types
   */
  public record Field(
      String name, String label, FieldType type, boolean required, Choices choices) {

    public Field(
        String name, String label, FieldType type, boolean required, List<String> options) {
      this(name, label, type, required, Choices.of(options));
    }

    /** All by which a value of the field is checked. */
    private List<Object> check() {
      return List.of(name, type, required, options());
    }

    /** The options as given, in their order. */
    public List<String> options() {
      return choices.options();
    }

    /**
     * Whether a text matches an option as people type it. The time depends only on the text's
     * length.
     */
    public boolean isOption(String text) {
      return choices.has(text);
    }

    /** The form in which all texts that match the same option are equal. */
    public static String optionForm(String text) {
      return Choices.form(text);
    }
  }

  /**
   * @param strict whether a lead with an unknown field is refused
   * @param defaultCountry two letters (ISO 3166-1): the country of phone numbers without a country
   *     code
   */
  public LeadType(
      int id,
      String name,
      boolean strict,
      String defaultCountry,
      List<Field> fields,
      Instant createdAt,
      Instant updatedAt) {
    this.id = id;
    this.name = name;
    this.strict = strict;
    this.defaultCountry = defaultCountry;
    this.fields = List.copyOf(fields);
    this.createdAt = createdAt;
    this.updatedAt = updatedAt;
    for (int i = 0; i < fields.size(); i++) {
      positions.put(fields.get(i).name().toLowerCase(Locale.ROOT), i);
    }
  }

  /** Stands for a lead type that this node cannot read. */
  public static LeadType unknown(int id) {
    return new LeadType(id, "", false, "US", List.of(), Instant.EPOCH, Instant.EPOCH);
  }

  /** Whether both find the same faults in each lead. */
  public boolean checksAs(LeadType other) {
    return strict == other.strict
        && defaultCountry.equals(other.defaultCountry)
        && fields.stream()
            .map(Field::check)
            .toList()
            .equals(other.fields.stream().map(Field::check).toList());
  }

  public int id() {
    return id;
  }

  public String name() {
    return name;
  }

  public boolean strict() {
    return strict;
  }

  public String defaultCountry() {
    return defaultCountry;
  }

  public List<Field> fields() {
    return fields;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant updatedAt() {
    return updatedAt;
  }

  /**
   * Whether a lead may have this field.
   *
   * @param position the position of the field; null for an unknown field
   */
  public boolean takes(@Nullable Integer position) {
    return position != null || !strict || fields.isEmpty();
  }

  /** The position of a field in {@link #fields()}; null for an unknown name. */
  public @Nullable Integer position(String lowerCaseName) {
    return positions.get(lowerCaseName);
  }
}
