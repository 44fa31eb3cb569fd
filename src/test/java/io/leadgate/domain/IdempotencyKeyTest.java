package io.leadgate.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

  @Test
  void quotesAroundAKeyAreOptional() {
    assertThat(IdempotencyKey.parse("\"order-1\"")).contains("order-1");
    assertThat(IdempotencyKey.parse(" order-1 ")).contains("order-1");
    assertThat(IdempotencyKey.parse("x".repeat(255))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "   ", "a\tb", "caf\u00e9", "a\"b", "\"a", "\"", "a\u0000b"})
  void anInvalidKeyIsRefused(String header) {
    assertThat(IdempotencyKey.parse(header)).isEmpty();
  }

  @Test
  void aKeyOverTheMaximumLengthIsRefused() {
    assertThat(IdempotencyKey.parse("x".repeat(256))).isEmpty();
  }

  @Test
  void fingerprintsDifferByNamesAndValues() {
    Fingerprint one = of(Map.of("a", "bc"));

    assertThat(of(Map.of("a", "bc"))).isEqualTo(one).hasSameHashCodeAs(one);
    assertThat(of(Map.of("ab", "c"))).isNotEqualTo(one);
    assertThat(of(Map.of("a", "b", "c", ""))).isNotEqualTo(one);
    assertThat(of(Map.of())).isNotEqualTo(one);
  }

  private static Fingerprint of(Map<String, String> fields) {
    return Fingerprint.of(new TreeMap<>(fields));
  }
}
