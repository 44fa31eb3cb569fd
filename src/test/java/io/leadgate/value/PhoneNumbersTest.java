package io.leadgate.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {

  private static final String[] COUNTRIES = {"US", "CA", "PR", "JM", "GB", "DE"};
  private static final String[] PREFIXES = {"", "", "+1", "1", "+"};
  private static final String PUNCTUATION = " -.()";

  @Test
  void plainNumbersAreReadAsTheLibraryReadsThem() {
    SplittableRandom random = new SplittableRandom(20261124);
    int plain = 0;
    for (int i = 0; i < 100_000; i++) {
      String text = text(random);
      String country = COUNTRIES[random.nextInt(COUNTRIES.length)];
      if (PhoneNumbers.isPlainNorthAmerican(text, country)) {
        plain++;
        assertThat(PhoneNumbers.normalForLibrary(text, country))
            .as("%s in %s", text, country)
            .isPresent();
        assertThat(PhoneNumbers.normal(text, country))
            .as("%s in %s", text, country)
            .isEqualTo(PhoneNumbers.normalForLibrary(text, country))
            .isPresent();
      }
    }
    assertThat(plain).isGreaterThan(10_000);
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder(PREFIXES[random.nextInt(PREFIXES.length)]);
    int digits = 9 + random.nextInt(3);
    while (digits > 0) {
      if (random.nextInt(4) == 0) {
        text.append(PUNCTUATION.charAt(random.nextInt(PUNCTUATION.length())));
      } else {
        text.append((char) ('0' + random.nextInt(10)));
        digits--;
      }
    }
    return text.toString();
  }

  @Test
  void aNumberWithoutACountryIsNotLogged() {
    List<LogRecord> logged = new ArrayList<>();
    Handler handler = new Collecting(logged);
    Logger logger = Logger.getLogger(PhoneNumberUtil.class.getName());
    logger.addHandler(handler);
    try {
      assertThat(PhoneNumbers.normal("2125550123", PhoneNumbers.NO_COUNTRY)).isEmpty();
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(logged).isEmpty();
  }

  private static final class Collecting extends Handler {
    private final List<LogRecord> records;

    Collecting(List<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord record) {
      records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @ValueSource(strings = {"(212) 555-0123", "2125550123", "+1 212 555 0123", "+44 20 7946 0958"})
  void phoneNumbersAreTaken(String text) {
    assertThat(PhoneNumbers.isPossible(text, "US")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "212555012345678901", "call me", "(212) 555-01x3"})
  void textThatIsNotAPhoneNumberIsRefused(String text) {
    assertThat(PhoneNumbers.normal(text, "US")).isEmpty();
    assertThat(PhoneNumbers.isPossible(text, "US")).isFalse();
  }
}
