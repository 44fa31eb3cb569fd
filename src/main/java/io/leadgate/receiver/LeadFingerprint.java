package io.leadgate.receiver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.leadgate.domain.Fingerprint;
import io.leadgate.web.answer.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the fingerprint of a lead's fields, with names in lower case and values as written, so that
 * a lead has the same fingerprint in every format. Parses the fields a second time, because only a
 * lead with a key or a dedupe window needs a fingerprint. Thread-safe.
 */
public final class LeadFingerprint {

  /** The factory of parsers that accept the depth of any lead that was found good. */
  private static final JsonFactory JSON = Json.leadFactory(StreamReadConstraints.DEFAULT_MAX_DEPTH);

  private LeadFingerprint() {}

  /** Makes the fingerprint of all fields of a good lead. */
  public static Fingerprint of(String fields) {
    return of(fields, Set.of());
  }

  /**
   * Makes the fingerprint of a good lead.
   *
   * @param fields a JSON object that was parsed before
   * @param ignored the names of the fields that do not count, in lower case
   */
  static Fingerprint of(String fields, Set<String> ignored) {
    SortedMap<String, String> values = new TreeMap<>();
    try (JsonParser parser = JSON.createParser(fields)) {
      parser.nextToken(); // The object itself.
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName().toLowerCase(Locale.ROOT);
        String value = asWritten(parser, parser.nextToken());
        if (!ignored.contains(name)) {
          values.put(name, value);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("JSON that was parsed before cannot be read", e);
    }
    return Fingerprint.of(values);
  }

  /**
   * Returns the text of a value for the fingerprint. A string counts by its characters and any
   * other single value as written, because a form sends both in this way. An object or array counts
   * by its JSON without blanks.
   */
  private static String asWritten(JsonParser parser, JsonToken value) throws IOException {
    return value.isStructStart() ? compact(parser, value) : parser.getText();
  }

  private static String compact(JsonParser parser, JsonToken start) throws IOException {
    StringWriter compact = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(compact)) {
      int depth = 0;
      JsonToken token = start;
      do {
        if (token.isNumeric()) {
          generator.writeNumber(parser.getText());
        } else {
          generator.copyCurrentEvent(parser);
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        token = depth == 0 ? token : parser.nextToken();
      } while (depth > 0);
    }
    return compact.toString();
  }
}
