package io.leadgate.duplicates;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import io.leadgate.value.NormalForm;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values by which a lead is compared with others, in their normal forms. Immutable.
 *
 * @param normal the normal forms, by the lower-case name of the field; a field that is absent,
 *     blank, null, an object or an array has no value
 */
public record LeadValues(Map<String, String> normal) {

  /** Accepts all that a lead may have, because the lead was checked when it was received. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          // Names come from strangers, so none is kept for the next lead.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private static final LeadType.Field PHONE =
      new LeadType.Field("phone", "phone", FieldType.PHONE, false, List.of());

  public LeadValues {
    normal = Map.copyOf(normal);
  }

  /**
   * Reads the values of some fields.
   *
   * @param fields the JSON object of a good lead
   * @param type the lead type of the lead
   * @param names the names of the fields, in lower case
   */
  public static LeadValues of(String fields, LeadType type, Set<String> names) {
    Map<String, String> normal = new HashMap<>();
    try (JsonParser parser = JSON.createParser(fields)) {
      parser.nextToken(); // The object itself.
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName().toLowerCase(Locale.ROOT);
        JsonToken value = parser.nextToken();
        if (value.isStructStart()) {
          parser.skipChildren();
        } else if (names.contains(name) && value != JsonToken.VALUE_NULL) {
          form(name, parser.getText(), type).ifPresent(form -> normal.put(name, form));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("JSON that was parsed before cannot be read", e);
    }
    return new LeadValues(normal);
  }

  private static Optional<String> form(String name, String text, LeadType type) {
    return NormalForm.of(field(name, type), text, type.defaultCountry());
  }

  /**
   * The field by which a value is read. A field with the name phone that the lead type has as text
   * or lacks is read as a phone number, as a search finds it.
   */
  private static LeadType.@Nullable Field field(String name, LeadType type) {
    Integer position = type.position(name);
    LeadType.Field field = position == null ? null : type.fields().get(position);
    boolean isText = field == null || field.type() == FieldType.TEXT;
    return isText && name.equals(PHONE.name()) ? PHONE : field;
  }
}
