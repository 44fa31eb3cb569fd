package io.leadgate.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.store.StoredJson;
import io.leadgate.web.answer.Json;
import io.leadgate.web.body.JsonReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes a lead type as JSON, and reads it from the JSON of a caller. */
public final class LeadTypeResource implements AccountResource<LeadType> {

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final Set<String> FIELD_MEMBERS =
      Set.of("name", "label", "type", "required", "options");
  private static final int FIELD_NAME_LENGTH_MAX = 100;
  private static final int OPTIONS_MAX = 1_000;

  private final int fieldsMax;

  /**
   * @param fieldsMax the most fields of a lead
   */
  public LeadTypeResource(int fieldsMax) {
    this.fieldsMax = fieldsMax;
  }

  @Override
  public String noun() {
    return "lead type";
  }

  @Override
  public String path() {
    return "/v1/lead-types";
  }

  @Override
  public String idParameter() {
    return "leadTypeId";
  }

  @Override
  public Refusal invalid() {
    return Refusal.INVALID_LEAD_TYPE;
  }

  @Override
  public String insteadOfDeleting() {
    return "Campaigns take leads of this lead type. Close them and leave it, or give them another"
        + " lead type first.";
  }

  @Override
  public int id(LeadType type) {
    return type.id();
  }

  @Override
  public ObjectNode json(LeadType type) {
    ObjectNode json =
        Json.object()
            .put("id", type.id())
            .put("name", type.name())
            .put("strict", type.strict())
            .put("default_country", type.defaultCountry());
    json.set("fields", StoredJson.of(type.fields()));
    return json.put("created_at", Json.timestamp(type.createdAt()))
        .put("updated_at", Json.timestamp(type.updatedAt()));
  }

  @Override
  public Set<String> members() {
    return Set.of("name", "strict", "default_country", "fields");
  }

  @Override
  public Set<String> fixed() {
    return Set.of();
  }

  @Override
  public boolean isOfLeadSource() {
    return false; // Because campaigns of other lead sources may use the lead type too.
  }

  @Override
  public LeadType read(JsonReader members, int id, Instant createdAt, Instant updatedAt) {
    return new LeadType(
        id,
        members.text("name"),
        members.bool("strict", false),
        country(members),
        fields(members),
        createdAt,
        updatedAt);
  }

  private static String country(JsonReader members) {
    if (members.isAbsent("default_country")) {
      return "US";
    }
    String code = members.get("default_country").asText();
    if (!COUNTRIES.contains(code)) {
      members.error(
          "default_country",
          "invalid_country",
          "must be a country's two capital letters (ISO 3166-1)");
    }
    return code;
  }

  private List<LeadType.Field> fields(JsonReader members) {
    if (members.isAbsent("fields")) {
      return List.of();
    }
    JsonNode list = members.get("fields");
    if (!list.isArray() || list.size() > fieldsMax) {
      members.error(
          "fields", "invalid_fields", "must be an array of at most %d fields".formatted(fieldsMax));
      return List.of();
    }
    List<LeadType.Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      String place = "fields[%d]".formatted(i);
      if (!(list.get(i) instanceof ObjectNode object)) {
        members.error(place, "invalid_field", "must be an object");
        continue;
      }
      LeadType.Field field = field(members.within(place, object));
      if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
        members.error(
            place + ".name", "repeated", "is there twice; case does not make it another one");
      }
      fields.add(field);
    }
    return fields;
  }

  private static LeadType.Field field(JsonReader members) {
    members.refuseOthers(FIELD_MEMBERS);
    String name = members.text("name", FIELD_NAME_LENGTH_MAX);
    FieldType type = members.oneOf("type", FieldType.class);
    return new LeadType.Field(
        name,
        members.isAbsent("label") ? name : members.text("label"),
        type,
        members.bool("required", false),
        options(members, type));
  }

  private static List<String> options(JsonReader members, FieldType type) {
    JsonNode list = members.get("options");
    Set<String> options = new HashSet<>();
    List<String> inOrder = new ArrayList<>();
    for (JsonNode option : list) {
      if (option.isTextual()
          && JsonReader.isText(option.textValue().strip(), 200)
          && options.add(option.textValue().strip().toLowerCase(Locale.ROOT))) {
        inOrder.add(option.textValue().strip());
      }
    }
    boolean isChoice = type == FieldType.CHOICE;
    if (isChoice
        && (!list.isArray()
            || inOrder.isEmpty()
            || inOrder.size() != list.size()
            || list.size() > OPTIONS_MAX)) {
      members.error(
          "options",
          members.isAbsent("options") ? "required" : "invalid_options",
          "must be an array of 1 to %d different texts".formatted(OPTIONS_MAX));
    } else if (!isChoice && !members.isAbsent("options") && !(list.isArray() && list.isEmpty())) {
      members.error("options", "invalid_options", "are for a choice only");
    }
    return inOrder;
  }
}
