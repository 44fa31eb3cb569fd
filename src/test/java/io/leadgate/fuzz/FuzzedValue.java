package io.leadgate.fuzz;

import static io.leadgate.fuzz.Oracle.must;

import io.leadgate.domain.FieldError;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import io.leadgate.value.Contacts;
import io.leadgate.value.EmailAddress;
import io.leadgate.value.FieldCheck;
import io.leadgate.value.PhoneNumbers;
import io.leadgate.value.Spaces;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Checks a field's value. The first byte of the input chooses the type, the second byte the
 * country, and the other bytes are the value.
 */
final class FuzzedValue {

  private static final String[] COUNTRIES = {
    "US", "CA", "PR", "JM", "GB", "DE", "IT", "AR", "MX", "BR", "ZZ", "XX"
  };
  private static final FieldType[] TYPES = FieldType.values();

  private FuzzedValue() {}

  static void verify(byte[] input) {
    if (input.length < 2) {
      return;
    }
    FieldType type = TYPES[(input[0] & 0xFF) % TYPES.length];
    String country = COUNTRIES[(input[1] & 0xFF) % COUNTRIES.length];
    String value = new String(input, 2, input.length - 2, StandardCharsets.UTF_8);
    if (!value.isBlank()) {
      verify(type, country, value);
      checkContacts(country, value);
    }
  }

  private static void verify(FieldType type, String country, String value) {
    LeadType.Field field =
        new LeadType.Field("n", "N", type, true, List.of("Yes", "no way", "\u00e9"));
    Optional<FieldError> error = FieldCheck.errorIn(field, value, country);
    error.ifPresent(
        found ->
            must(
                found.field().equals("n") && found.code().equals("invalid_" + type.code()),
                "the error names the field and its type"));
    must(
        FieldCheck.errorIn(field, "\t " + value + "\n ", country).equals(error),
        "spaces around a value change nothing");
    String text = Spaces.strip(value);
    if (error.isEmpty()) {
      switch (type) {
        case US_STATE -> must(isAscii(text), "a state's letters are ASCII");
        case BOOLEAN -> must(text.matches("[A-Za-z]{1,5}|[01]"), "a boolean is ASCII");
        case POSTAL_CODE ->
            must(
                isAscii(text) && text.matches("(?s).{0,10}[0-9].{0,10}"), "a postal code is short");
        case DATE ->
            must(isAscii(text) && text.matches("(?s).*[0-9].*"), "a date has digits of ASCII");
        case NUMBER, INTEGER ->
            must(isAscii(text) && text.length() <= 100, "a number is short, and of ASCII");
        case EMAIL -> must(EmailAddress.normal(value).isPresent(), "an e-mail can be searched by");
        case PHONE ->
            must(PhoneNumbers.normal(text, country).isPresent(), "a phone can be searched by");
        case TEXT, CHOICE -> {}
      }
    }
  }

  /** Whether all letters and digits of the text are ASCII. */
  private static boolean isAscii(String text) {
    return text.codePoints().filter(Character::isLetterOrDigit).allMatch(c -> c < 0x80);
  }

  private static void checkContacts(String country, String value) {
    EmailAddress.normal(value)
        .ifPresent(
            email ->
                must(
                    EmailAddress.normal(email).equals(Optional.of(email)),
                    "a normal form is its own normal form"));
    String text = Spaces.strip(value);
    Optional<String> phone = PhoneNumbers.normal(text, country);
    must(
        phone.isPresent() == PhoneNumbers.isPossible(text, country),
        "exactly a possible phone number has a normal form");
    must(
        phone.equals(PhoneNumbers.normalForLibrary(text, country)),
        "the normal form is the library's");
    must(
        Contacts.phones(value, List.of(country)).size() <= 2,
        "a search for a country has at most two numbers");
    phone.ifPresent(
        normal ->
            must(
                normal.matches("\\+[0-9]{3,20}")
                    && Contacts.phones(value, List.of(country)).contains(normal),
                "a search for the sent number finds its normal form"));
  }
}
