package io.leadgate.receiver.format;

import io.leadgate.domain.FieldError;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.cut.CredentialNames;
import io.leadgate.receiver.cut.Cut;
import io.leadgate.value.Contacts;
import io.leadgate.value.FieldCheck;
import io.leadgate.value.PhoneNumbers;
import io.leadgate.value.Spaces;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks one lead against its lead type while the lead is read, field by field and in any format,
 * and names every bad field once. Names that differ only in case are one field; a blank value
 * counts as absent. Confined to one event loop.
 */
final class LeadCheck {

  private final LeadType type;
  private final int fieldsMax;
  private final ErrorRoom room;
  private final Contacts contacts;
  private final boolean[] present;
  private final Set<String> names = new HashSet<>();
  private final CredentialNames credentials;
  private final Cut.Names cut = new Cut.Names();

  /** The errors, by the lower-case name of the field. */
  private final Map<String, FieldError> errors = new LinkedHashMap<>();

  private boolean isOfForm;
  private boolean hasMoreErrors;

  /** Whether a lead with these names and values may have been good under another lead type. */
  private boolean mayBeStored = true;

  // The field that is being checked.
  private String name = "";
  private String lowerCaseName = "";
  private @Nullable Integer position;

  /**
   * @param room the room for errors; once it is used up, the answer says that more fields are bad
   */
  LeadCheck(LeadType type, int fieldsMax, ErrorRoom room) {
    this(type, fieldsMax, room, CredentialNames.of(type));
  }

  LeadCheck(LeadType type, int fieldsMax, ErrorRoom room, CredentialNames credentials) {
    this.credentials = credentials;
    this.type = type;
    this.fieldsMax = fieldsMax;
    this.room = room;
    this.contacts = new Contacts(type);
    this.present = new boolean[type.fields().size()];
  }

  /** Notes that the format writes a space as a plus, and a plus in another way. */
  LeadCheck ofForm() {
    isOfForm = true;
    return this;
  }

  /**
   * Whether a member is to be cut out, because it holds a credential. Such a member is no field.
   *
   * @param value the value; any text where it is no text
   */
  boolean cutsOut(String name, String value) {
    boolean isCredential = credentials.isCredential(name, value);
    if (isCredential) {
      cut.add(name);
    }
    return isCredential;
  }

  boolean hasCutOut() {
    return !cut.isEmpty();
  }

  CredentialNames credentials() {
    return credentials;
  }

  /**
   * Begins the check of the next field.
   *
   * @param storable whether PostgreSQL can read the name again
   * @return whether the field's value is to be checked; false if the field is already known as bad.
   *     The value is needed in any case, because the lead may be the replay of a good lead
   */
  boolean begin(String name, boolean storable) {
    this.name = name;
    lowerCaseName = name.toLowerCase(Locale.ROOT);
    position = type.position(lowerCaseName);
    if (!names.add(lowerCaseName)) {
      mayBeStored = false;
      error("repeated", "is there twice; names that differ only in case are one field");
    } else if (!storable) {
      mayBeStored = false;
      error("invalid_name", "has a name with a character that cannot be stored");
    } else if (!type.takes(position)) {
      error("unknown_field", "is no field of this lead type, which is strict");
    } else {
      return true;
    }
    return false;
  }

  /** Checks the field's value. */
  void value(String value) {
    String text = Spaces.strip(value);
    if (text.isEmpty()) {
      return;
    }
    Integer known = position;
    if (known == null) {
      contacts.see(lowerCaseName, null, text);
    } else {
      present[known] = true;
      known(type.fields().get(known), known, text, value);
    }
  }

  private void known(LeadType.Field field, int place, String text, String asSent) {
    if (field.type() == FieldType.PHONE) {
      PhoneNumbers.normal(text, type.defaultCountry())
          .ifPresentOrElse(
              phone -> contacts.seePhone(place, phone),
              () -> error(inForm(FieldCheck.invalid(field), field, asSent)));
    } else {
      FieldCheck.errorIn(field, text, type.defaultCountry())
          .ifPresent(error -> error(inForm(error, field, asSent)));
      contacts.see(lowerCaseName, place, text);
    }
  }

  private FieldError inForm(FieldError error, LeadType.Field field, String asSent) {
    return isOfForm ? PlusHint.to(error, field, asSent, type.defaultCountry()) : error;
  }

  /**
   * Checks several values, which only a field may have that the lead type does not name.
   *
   * @param number the number of values, which differ
   */
  void values(int number) {
    if (position != null) {
      present[position] = true;
      error("repeated", "has %d values; it takes one".formatted(number));
    }
  }

  /** Checks a value that is an object or array, which only an unknown field may have. */
  void structure() {
    if (position != null) {
      present[position] = true;
      error(FieldCheck.notScalar(type.fields().get(position)));
    }
  }

  /** Names the field as bad, because PostgreSQL could not read its value again. */
  void unstorable(String why) {
    if (position != null) {
      present[position] = true;
    }
    mayBeStored = false;
    error("invalid_value", why);
  }

  private void error(String code, String what) {
    if (isToBeNamed(lowerCaseName)) {
      String shown = JsonText.printable(name);
      error(new FieldError(shown, code, shown + ' ' + what));
    }
  }

  private void error(FieldError error) {
    if (isToBeNamed(lowerCaseName)) {
      name(lowerCaseName, error);
    }
  }

  private void name(String field, FieldError error) {
    if (room.takes(error)) {
      errors.put(field, error);
    }
  }

  /**
   * Whether an error of a field is to be named. The first error of each field is named while there
   * is room. A lead with too many fields is refused for their number alone.
   */
  private boolean isToBeNamed(String field) {
    if (names.size() > fieldsMax || errors.containsKey(field)) {
      return false;
    }
    hasMoreErrors |= room.isUsedUp();
    return !hasMoreErrors;
  }

  /**
   * Ends the check: finds missing fields, and returns the good or bad lead.
   *
   * @param fields supplies the JSON object of a lead that may be stored
   */
  ParsedLead result(Supplier<String> fields) {
    if (names.size() > fieldsMax) {
      return new ParsedLead.Bad(
          Refusal.INVALID_LEAD,
          "The lead has %d fields; at most %d are taken.".formatted(names.size(), fieldsMax),
          List.of());
    }
    for (int i = 0; i < present.length && !hasMoreErrors; i++) {
      LeadType.Field field = type.fields().get(i);
      if (field.required() && !present[i]) {
        missing(field);
      }
    }
    return errors.isEmpty() && !hasMoreErrors
        ? new ParsedLead.Good(fields.get(), contacts.contact(), cut.list())
        : new ParsedLead.Bad(
            Refusal.INVALID_LEAD,
            detail(),
            List.copyOf(errors.values()),
            mayBeStored ? Optional.of(fields.get()) : Optional.empty(),
            cut.list());
  }

  private void missing(LeadType.Field field) {
    String lowerCase = field.name().toLowerCase(Locale.ROOT);
    if (isToBeNamed(lowerCase)) {
      name(lowerCase, FieldCheck.required(field));
    }
  }

  private String detail() {
    if (hasMoreErrors) {
      return "More fields are not valid than can be named here; send fewer leads at a time.";
    }
    return errors.size() == 1
        ? "One field is not valid; errors says which and why."
        : "%d fields are not valid; errors says which and why.".formatted(errors.size());
  }
}
