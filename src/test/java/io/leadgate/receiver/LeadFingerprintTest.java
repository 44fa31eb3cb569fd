package io.leadgate.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeadFingerprintTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b\":2}     | {\"b\":2,\"a\":1}",
        "{\"Email\":\"x\"}     | { \"EMAIL\" : \"x\" }",
        "{\"a\":\"\\u00e9\"}   | {\"a\":\"\u00e9\"}",
        "{\"a\":\"1\"}         | {\"a\":1}",
        "{\"a\":1e5}         | {\"a\":\"1e5\"}",
        "{\"a\":1.50}        | {\"a\":\"1.50\"}",
        "{\"a\":true}        | {\"a\":\"true\"}",
        "{\"a\":{\"b\":[1,2]}} | {\"a\": {\"b\": [1, 2]}}",
        "{\"a\":[{\"b\":1.50},null],\"c\":1} | {\"c\":1, \"a\":[ {\"b\" : 1.50}, null ]}",
        "{\"a\":{\"\\u00e9\":\"\\u0022\"}} | {\"a\":{\"\u00e9\":\"\\\"\"}}",
      })
  void theSameFieldsHaveTheSameFingerprintInAnyNotation(String one, String other) {
    assertThat(LeadFingerprint.of(one)).isEqualTo(LeadFingerprint.of(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1}       | {\"a\":2}",
        "{\"a\":\"x\"}   | {\"a\":\"X\"}",
        "{\"a\":\"x\"}   | {\"a\":\" x\"}",
        "{\"a\":\"\"}    | {}",
        "{\"a\":1.0}     | {\"a\":1.00}",
        "{\"a\":1e5}     | {\"a\":100000}",
        "{\"a\":1e5}     | {\"a\":1E5}",
        "{\"a\":0}       | {\"a\":-0}",
        "{\"a\":[1.5]}   | {\"a\":[1.50]}",
        "{\"a\":[[1],2]} | {\"a\":[1,[2]]}",
        "{\"a\":\"\"}    | {\"a\":\" \"}",
        "{\"a\":\"\"}    | {\"a\":null}",
        "{\"a\":1e400}   | {\"a\":1e401}",
        "{\"a\":1e-400}  | {\"a\":0.0}",
        "{\"a\":-1e400}  | {\"a\":1e400}",
        "{\"a\":[1e400]} | {\"a\":[1e401]}",
        "{\"a\":0.1}     | {\"a\":0.1000000000000000000001}",
        "{\"a\":12345678901234567890.1} | {\"a\":12345678901234567890.2}",
        "{\"a\":\"b\",\"c\":\"d\"} | {\"a\":\"bc\",\"\":\"d\"}",
      })
  void differentFieldsHaveDifferentFingerprints(String one, String other) {
    assertThat(LeadFingerprint.of(one)).isNotEqualTo(LeadFingerprint.of(other));
  }
}
