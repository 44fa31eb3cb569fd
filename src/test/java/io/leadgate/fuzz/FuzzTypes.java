package io.leadgate.fuzz;

import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Holds the lead types by which fuzzed leads are checked. */
final class FuzzTypes {

  static final LeadType ANYTHING = LeadType.unknown(1);

  /** A strict lead type, with names that a fuzzer finds soon. */
  static final LeadType STRICT =
      type(
          true,
          "GB",
          field("a", FieldType.TEXT, true),
          field("B", FieldType.NUMBER, false),
          field("email", FieldType.TEXT, false));

  /** A lead type with a field of every type, named like its type. */
  static final LeadType EVERY =
      type(
          false,
          "US",
          Arrays.stream(FieldType.values())
              .map(type -> field(type.code(), type, false))
              .toArray(LeadType.Field[]::new));

  static final List<LeadType> ALL = List.of(ANYTHING, STRICT, EVERY);

  private FuzzTypes() {}

  private static LeadType type(boolean strict, String country, LeadType.Field... fields) {
    return new LeadType(
        1, "Fuzzed", strict, country, List.of(fields), Instant.EPOCH, Instant.EPOCH);
  }

  private static LeadType.Field field(String name, FieldType type, boolean required) {
    List<String> options = type == FieldType.CHOICE ? List.of("Yes", "no way", "é") : List.of();
    return new LeadType.Field(name, name, type, required, options);
  }
}
