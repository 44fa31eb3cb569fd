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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fingerprint of a lead's fields: names without regard to case, values as written, whatever the
 * format. Only a lead with an idempotency key pays for it.
 */
public final class LeadFingerprint {

  /** What was found good is not refused here. */
  private static final JsonFactory JSON = Json.leads(StreamReadConstraints.DEFAULT_MAX_DEPTH);

  private LeadFingerprint() {}

  /**
   * @param fields a JSON object that was parsed before
   */
  public static Fingerprint of(String fields) {
    SortedMap<String, String> values = new TreeMap<>();
    try (JsonParser parser = JSON.createParser(fields)) {
      parser.nextToken(); // The object itself.
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName().toLowerCase(Locale.ROOT);
        values.put(name, asWritten(parser, parser.nextToken()));
      }
    } catch (IOException e) {
      throw new IllegalStateException("JSON that was parsed before cannot be read", e);
    }
    return Fingerprint.of(values);
  }

  /**
   * A string is its text, and anything else that is one value is what stands there: so would either
   * be in a form. What has members or items is its JSON without the blanks.
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
