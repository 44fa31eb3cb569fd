package io.leadgate.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** The readings that are fuzzed, each with the inputs that the fuzzer begins with. */
enum FuzzTarget {
  JSON,
  ARRAY,
  FORM,
  XML,
  V1,
  V2,
  CUT,
  GZIP,
  VALUES,
  KEYS;

  static FuzzTarget of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /**
   * @throws AssertionError if the readings of the input differ or break a rule of this target
   */
  void verify(byte[] input) {
    switch (this) {
      case JSON -> FuzzedJson.verify(input);
      case ARRAY -> FuzzedArray.verify(input);
      case FORM -> FuzzedForm.verify(input);
      case XML -> FuzzedXml.verify(input);
      case V1 -> FuzzedV1.verify(input);
      case V2 -> FuzzedV2.verify(input);
      case CUT -> FuzzedCut.verify(input);
      case GZIP -> FuzzedGzip.verify(input);
      case VALUES -> FuzzedValue.verify(input);
      case KEYS -> FuzzedKey.verify(input);
    }
  }

  /** Reads the inputs in {@code src/test/resources/fuzz}, each a line in Base64. */
  List<byte[]> corpus() {
    String resource = "/fuzz/%s.txt".formatted(name().toLowerCase(Locale.ROOT));
    try (InputStream file = FuzzTarget.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException("no " + resource);
      }
      String lines = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
      return lines.lines().map(Base64.getDecoder()::decode).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
