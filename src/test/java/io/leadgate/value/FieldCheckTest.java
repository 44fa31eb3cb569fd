package io.leadgate.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.FieldError;
import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Shows which values each type takes and refuses. Numbers and dates have test classes of their own.
 */
class FieldCheckTest {

  private static final List<String> OPTIONS =
      List.of("Solar Panel", "Bachelor's", "<5", ">5", "--");

  private static LeadType.Field field(FieldType type) {
    return new LeadType.Field(
        "value", "Value", type, true, type == FieldType.CHOICE ? OPTIONS : List.of());
  }

  private static boolean isGood(FieldType type, String value) {
    return FieldCheck.errorIn(field(type), value, "US").isEmpty();
  }

  private static void assertGood(FieldType type, String value) {
    assertThat(isGood(type, value)).as("%s '%s'", type, value).isTrue();
    assertThat(isGood(type, "\t " + value + "\u00a0 \n")).as("%s ' %s '", type, value).isTrue();
  }

  private static void assertBad(FieldType type, String value) {
    assertThat(isGood(type, value)).as("%s '%s'", type, value).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "FALSE", "Yes", "no", "Y", "n", "T", "f", "1", "0", "On", "oFF"})
  void booleansAreTakenInEachSpelling(String text) {
    assertGood(FieldType.BOOLEAN, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"maybe", "2", "tr", "yess", "y n", "-1", "falsey", "10"})
  void textThatIsNotABooleanIsRefused(String text) {
    assertBad(FieldType.BOOLEAN, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10001",
        "10001-1234",
        "10001 1234",
        "SW1A 1AA",
        "k1a 0b1",
        "1010",
        "K1A\u00a00B1",
        "12",
        "12345678901"
      })
  void postalCodesOfAnyCountryAreTaken(String text) {
    assertGood(FieldType.POSTAL_CODE, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "123456789012", "!", "-10001", "ABCDE", "N/A", "1000\u0661", "1_2"})
  void textThatIsNotAPostalCodeIsRefused(String text) {
    assertBad(FieldType.POSTAL_CODE, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Solar Panel",
        "solar panel",
        "SOLAR   PANEL",
        "solar-panel",
        "solar_panel",
        "(Solar) Panel!",
        "Solar\u00a0Panel",
        "bachelors",
        "Bachelor\u2019s",
        "<5",
        "< 5",
        ">5",
        "--"
      })
  void anOptionIsTakenInAnyCaseAndPunctuation(String text) {
    assertGood(FieldType.CHOICE, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Solar", "solarpanel", "Panel Solar", "Car", "5", "=5", "-", "---", "!"})
  void textThatIsNotAnOptionIsRefused(String text) {
    assertBad(FieldType.CHOICE, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada@example.com", "Ada@Example.COM", "ada+x@mail.example.co.uk"})
  void emailAddressesAreTaken(String text) {
    assertGood(FieldType.EMAIL, text);
  }

  /** The library throws an exception for the last two texts. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada",
        "ada@",
        "@example.com",
        "ada@@example.com",
        "a b@example.com",
        "a\u0001@example.com",
        "\u0001a@example.com",
        "a@\"..m",
        "a@b. 6-(2)"
      })
  void textThatIsNotAnEmailAddressIsRefused(String text) {
    assertBad(FieldType.EMAIL, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(212) 555-0123",
        "212.555.0123",
        "1-212-555-0123",
        "212\u00a0555\u00a00123",
        "+44 20 7946 0958",
        "212-555-0123 ext. 12"
      })
  void phoneNumbersAreTaken(String text) {
    assertGood(FieldType.PHONE, text);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TEXT")
  void anErrorHasTheTypesCodeAndDescribesGoodValues(FieldType type) {
    FieldError error = FieldCheck.errorIn(field(type), "?", "US").orElseThrow();

    assertThat(error.field()).isEqualTo("value");
    assertThat(error.code()).isEqualTo("invalid_" + type.code());
    assertThat(error.message()).matches("value must be .*(such as| or |: ).*");
    // A no-break space is not blank for Java, so the value is checked.
    assertThat(FieldCheck.errorIn(field(type), "\u00a0", "US")).contains(error);
  }

  @Test
  void anErrorNamesAFewOptionsAndCountsManyOptions() {
    assertThat(message(OPTIONS))
        .isEqualTo("value must be one of its options: Solar Panel, Bachelor's, <5, >5, --");
    assertThat(message(Stream.iterate(1, i -> i + 1).limit(999).map(i -> "option " + i).toList()))
        .isEqualTo("value must be one of its 999 options");
  }

  private static String message(List<String> options) {
    LeadType.Field field = new LeadType.Field("value", "Value", FieldType.CHOICE, false, options);
    return FieldCheck.errorIn(field, "?", "US").orElseThrow().message();
  }
}
