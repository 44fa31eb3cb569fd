package io.leadgate.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.leadgate.domain.FieldType;
import io.leadgate.domain.LeadType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests in which form values are compared. */
class NormalFormTest {

  private static final List<String> OPTIONS = List.of("Solar Panel", "Heat pump");

  private static String normal(FieldType type, String text, String country) {
    return NormalForm.of(field(type), text, country).orElseThrow();
  }

  private static LeadType.Field field(FieldType type) {
    return new LeadType.Field(
        "f", "f", type, false, type == FieldType.CHOICE ? OPTIONS : List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TEXT | US | ' Ada   LOVELACE ' | ada lovelace",
        "TEXT | US | Mu\u0308ller | m\u00fcller",
        "TEXT | US | \u03a3\u03bf\u03c6\u03cc\u03c2 | \u03c3\u03bf\u03c6\u03cc\u03c3",
        "EMAIL | US | ' Ada@Example.COM ' | ada@example.com",
        "PHONE | US | (212) 555-0123 | +12125550123",
        "PHONE | US | +1 212 555 0123 | +12125550123",
        "PHONE | GB | 020 7946 0958 | +442079460958",
        "NUMBER | US | $1,200.00 | 1.2E+3",
        "NUMBER | DE | 1.200,00 \u20ac | 1.2E+3",
        "NUMBER | US | 1e3 | 1E+3",
        "NUMBER | US | -0.50 | -0.5",
        "NUMBER | US | \u22120,5 | -0.5",
        "NUMBER | US | -0 | 0",
        "NUMBER | US | 50 % | 5E+1%",
        "INTEGER | US | 007 | 7",
        "INTEGER | US | 36.0 | 36",
        "BOOLEAN | US | Yes | true",
        "BOOLEAN | US | ON | true",
        "BOOLEAN | US | 0 | false",
        "DATE | US | 01/02/2001 | 2001-01-02",
        "DATE | DE | 01/02/2001 | 2001-02-01",
        "DATE | DE | 12/31/2001 | 2001-12-31",
        "DATE | US | 31.12.01 | 2001-12-31",
        "DATE | US | 12/31/85 | 1985-12-31",
        "DATE | US | 'Dec 31, 2001 10:00 PM' | 2001-12-31",
        "DATE | US | 20011231T100000Z | 2001-12-31",
        "POSTAL_CODE | US | 10001-1234 | 10001",
        "POSTAL_CODE | US | 10001 | 10001",
        "POSTAL_CODE | GB | sw1a 1aa | SW1A1AA",
        "POSTAL_CODE | BR | 01310-1000 | 013101000",
        "US_STATE | US | new york | NY",
        "US_STATE | US | N.Y. | NY",
        "CHOICE | US | solar-panel | solar panel",
      })
  void textsOfTheSameMeaningAreEqual(FieldType type, String country, String text, String normal) {
    assertThat(normal(type, text, country)).isEqualTo(normal);
  }

  @ParameterizedTest
  @EnumSource
  void blankValueIsEqualToNoValue(FieldType type) {
    assertThat(NormalForm.of(field(type), " \u00a0\t", "US")).isEmpty();
    assertThat(NormalForm.of(null, "", "US")).isEmpty();
  }

  /** The value of a lead that was stored before the field had its type. */
  @ParameterizedTest
  @EnumSource
  void valueThatItsTypeDoesNotAllowIsComparedAsText(FieldType type) {
    assertThat(normal(type, " Not  GOOD?! ", "US")).isEqualTo("not good?!");
  }

  @Test
  void fieldThatTheLeadTypeLacksIsComparedAsText() {
    assertThat(NormalForm.of(null, " Ada@Example.COM", "US")).contains("ada@example.com");
  }

  /** Marks of falling classes, because each goes before all that are composed already. */
  private static String marks(int count) {
    return "\u0301\u0327\u0334".repeat(count / 3);
  }

  @Test
  void lettersWithMarksAreComposed() {
    assertThat(normal(FieldType.TEXT, "a" + marks(30), "US"))
        .isEqualTo(normal(FieldType.TEXT, "\u00e1" + marks(30).substring(1), "US"));
  }

  /** The time to compose marks grows with the square of their number. */
  @Test
  void textWithAbsurdlyManyMarksIsComparedAsItIs() {
    String text = "a" + marks(1_000_000);

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(normal(FieldType.TEXT, "A" + marks(1_000_000), "US")).isEqualTo(text));
  }

  @Property
  void allWaysToWriteANumberAreEqual(
      @ForAll @BigRange(min = "-999999999", max = "999999999") @Scale(4) BigDecimal number) {
    String expected = normal(FieldType.NUMBER, number.toPlainString(), "US");

    assertThat(new BigDecimal(expected)).isEqualByComparingTo(number);
    for (String format : List.of("%,.4f", "%.4f", "%,.6f", "$%,.4f", "%,.4f \u20ac")) {
      assertThat(normal(FieldType.NUMBER, String.format(Locale.ROOT, format, number), "US"))
          .as(format)
          .isEqualTo(expected);
    }
    assertThat(normal(FieldType.NUMBER, String.format(Locale.GERMANY, "%,.4f", number), "DE"))
        .isEqualTo(expected);
  }

  @Property
  void allWaysToWriteADayAreEqual(@ForAll @IntRange(min = -36_500, max = 36_500) int epochDay) {
    LocalDate day = LocalDate.ofEpochDay(epochDay);
    for (String form :
        List.of("yyyy-MM-dd", "yyyyMMdd", "d MMM yyyy", "MMMM d, yyyy", "EEE, d MMM yyyy HH:mm")) {
      String text = DateTimeFormatter.ofPattern(form, Locale.ENGLISH).format(day.atStartOfDay());
      assertThat(normal(FieldType.DATE, text, "US")).as(text).isEqualTo(day.toString());
    }
    assertThat(normal(FieldType.DATE, DateTimeFormatter.ofPattern("M/d/yyyy").format(day), "US"))
        .isEqualTo(day.toString());
    assertThat(normal(FieldType.DATE, DateTimeFormatter.ofPattern("d.M.yyyy").format(day), "DE"))
        .isEqualTo(day.toString());
  }

  @Property
  void anyTextHasAFormUnlessItIsBlank(
      @ForAll FieldType type, @ForAll @StringLength(max = 50) String text) {
    assertThat(NormalForm.of(field(type), text, "US").isEmpty())
        .isEqualTo(Spaces.strip(text).isEmpty());
  }
}
