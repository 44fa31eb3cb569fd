package io.leadgate.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "36",
        "1200",
        "-5",
        "+5",
        "- 5",
        "\u22125",
        "36.0",
        "36.",
        "1e5",
        "1E+5",
        "1.5e1",
        "50%",
        "50 %",
        "1,200",
        "12,345,678",
        "12,34,567",
        "1 200",
        "1\u00a0200\u00a0300",
        "1\u202f200",
        "1'200",
        "1\u2019200",
        "1.200.300",
        "1.200,00",
        "1,200.00",
        "$1,200",
        "$ 1200",
        "-$5",
        "$-5",
        "20 \u20ac",
        "\u20ac20",
        "007"
      })
  void wholeNumbersAreTaken(String text) {
    assertThat(NumberText.isNumber(text)).isTrue();
    assertThat(NumberText.isWhole(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "1,5",
        ".5",
        ",5",
        "-.5",
        "1,200.50",
        "1.200,50",
        "1 200,50",
        "1 200.5",
        "1.200",
        "0,500",
        "36.125",
        "$1,200.50",
        "1e-5",
        "1.25e1",
        "12.5%",
        "1234,567"
      })
  void numbersWithAFractionAreNotWhole(String text) {
    assertThat(NumberText.isNumber(text)).isTrue();
    assertThat(NumberText.isWhole(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ",",
        "-",
        "$",
        "%",
        "e5",
        "1,2,,3",
        "much",
        "1.2.3",
        "--5",
        "+-5",
        "-$-5",
        "5-",
        "1,2,3",
        "1,20,00",
        "1,200,50",
        "1.200.50",
        "1 2",
        "1  200",
        "1 20 300",
        "1234,567,890",
        ",200,300",
        "1.200 300",
        "1,200.5.5",
        "1,200.300,5",
        "1e",
        "1e+",
        "1e1.5",
        "1e1234",
        "5%%",
        "$5$",
        "$5%",
        "5 5%",
        "0x10",
        "NaN",
        "Infinity",
        "1_000",
        "12a",
        "1.5,",
        "\u0661\u0662",
        "'200",
        "1''200"
      })
  void textThatIsNotANumberIsRefused(String text) {
    assertThat(NumberText.isNumber(text)).isFalse();
    assertThat(NumberText.isWhole(text)).isFalse();
  }

  @Test
  void aNumberHasAtMostAHundredCharacters() {
    assertThat(NumberText.isWhole("1".repeat(100))).isTrue();
    assertThat(NumberText.isNumber("1".repeat(101))).isFalse();
  }

  /** A program may print each of these texts. A number that counts as whole has no fraction. */
  @Test
  void everyNumberThatJavaReadsIsTaken() {
    SplittableRandom random = new SplittableRandom(20261125);
    int numbers = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = 1 + random.nextInt(6); length > 0; length--) {
        text.append("0123456789.e-+".charAt(random.nextInt(14)));
      }
      BigDecimal number = number(text.toString());
      if (number != null) {
        numbers++;
        assertThat(NumberText.isNumber(text.toString())).as("%s", text).isTrue();
        if (number.scale() >= 0 && NumberText.isWhole(text.toString())) {
          assertThat(number.stripTrailingZeros().scale()).as("%s", text).isLessThanOrEqualTo(0);
        }
      }
    }
    assertThat(numbers).isGreaterThan(10_000);
  }

  private static @Nullable BigDecimal number(String text) {
    try {
      return text.matches(".*e[+-]?\\d{4,}") ? null : new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
