package io.leadgate.domain;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which fields a campaign's leads have. Names match without regard to case, since vendors differ;
 * fields that it does not name are kept, unless it is strict. A lead type with no fields takes
 * anything.
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
   * @param label what a person reads
   * @param choices the options of a choice; of any other type none
   */
  public record Field(
      String name, String label, FieldType type, boolean required, Choices choices) {

    public Field(
        String name, String label, FieldType type, boolean required, List<String> options) {
      this(name, label, type, required, Choices.of(options));
    }

    /** As they were given, in their order. */
    public List<String> options() {
      return choices.options();
    }

    /** Whether it is one of the options as people type it; takes time by its length alone. */
    public boolean isOption(String text) {
      return choices.has(text);
    }
  }

  /**
   * @param strict whether a lead with a field that is not named here is refused
   * @param defaultCountry two letters (ISO 3166-1): the country of phone numbers that name none
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

  /** Stands for one that cannot be understood. */
  public static LeadType unknown(int id) {
    return new LeadType(id, "", false, "US", List.of(), Instant.EPOCH, Instant.EPOCH);
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

  /** Whether a field of that position, or of none, may be in a lead. */
  public boolean takes(@Nullable Integer position) {
    return position != null || !strict || fields.isEmpty();
  }

  /** Where in {@link #fields()} the field of that lower-case name is; null for an unknown one. */
  public @Nullable Integer position(String lowerCaseName) {
    return positions.get(lowerCaseName);
  }
}
