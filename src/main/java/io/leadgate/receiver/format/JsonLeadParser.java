package io.leadgate.receiver.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.leadgate.config.Settings;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.cut.JsonCut;
import io.leadgate.receiver.cut.Level;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.JsonFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads a lead from a JSON object in one pass, and checks the lead. Passes on the text of a good
 * lead unchanged, unless a credential was cut out of it. PostgreSQL can read this text as json and
 * as jsonb, because the text is strict JSON without NUL, lone surrogates and numbers out of range.
 * Thread-safe.
 */
final class JsonLeadParser {

  private final JsonFactory json;
  private final int depthMax;
  private final int fieldsMax;
  private final int itemBytesMax;

  JsonLeadParser(Settings.Limits limits) {
    this.json = Json.leadFactory(limits.jsonDepth());
    this.depthMax = limits.jsonDepth();
    this.fieldsMax = limits.fields();
    this.itemBytesMax = limits.bodyBytes();
  }

  /**
   * Reads a lead that came alone.
   *
   * @param text a text that was valid UTF-8
   */
  ParsedLead parse(String text, LeadType type) {
    return parse(text, type, new ErrorRoom());
  }

  /**
   * Reads a lead of an array, which has as many bytes at most as a lead that comes alone.
   *
   * @param room the room for errors in the whole answer
   */
  ParsedLead parseItem(String text, LeadType type, ErrorRoom room) {
    return isTooLong(text)
        ? new ParsedLead.Bad(
            Refusal.BODY_TOO_LARGE,
            "A lead has at most %d bytes.".formatted(itemBytesMax),
            List.of())
        : parse(text, type, room);
  }

  /**
   * Whether a lead has too many bytes. Encodes only a long text, because a character takes at most
   * three bytes.
   */
  private boolean isTooLong(String text) {
    return text.length() > itemBytesMax / 3
        && text.getBytes(StandardCharsets.UTF_8).length > itemBytesMax;
  }

  private ParsedLead parse(String text, LeadType type, ErrorRoom room) {
    if (text.isEmpty()) {
      return ParsedLead.Bad.malformed("The body is empty; a lead is expected.");
    }
    try (JsonParser parser = json.createParser(text)) {
      return new Pass(parser, text, new LeadCheck(type, fieldsMax, room)).read();
    } catch (JsonProcessingException e) {
      return malformed(e, depthMax);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory cannot fail", e);
    }
  }

  static ParsedLead.Bad malformed(JsonProcessingException fault, int depthMax) {
    return ParsedLead.Bad.malformed(JsonFault.of(fault, depthMax));
  }

  /** One pass over one lead. */
  private static final class Pass {
    private final JsonParser parser;
    private final String text;
    private final JsonText jsonText;
    private final LeadCheck check;

    Pass(JsonParser parser, String text, LeadCheck check) {
      this.parser = parser;
      this.text = text;
      this.jsonText = new JsonText(text);
      this.check = check;
    }

    ParsedLead read() throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        skipToEnd();
        return ParsedLead.Bad.malformed("The lead is not a JSON object.");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        field();
      }
      if (parser.nextToken() != null) {
        return ParsedLead.Bad.malformed("Something follows the JSON object.");
      }
      return check.result(() -> check.hasCutOut() ? textWithoutCredentials() : text);
    }

    private String textWithoutCredentials() {
      return new JsonCut(text, check.credentials(), Level.BODY).toEnd().orElseThrow().text();
    }

    private void skipToEnd() throws IOException {
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
    }

    private void field() throws IOException {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (check.cutsOut(name, value == JsonToken.VALUE_STRING ? parser.getText() : "")) {
        parser.skipChildren();
      } else if (!check.begin(name, jsonText.isSane(name))) {
        parser.skipChildren();
      } else if (value.isStructStart()) {
        structure();
      } else if (value != JsonToken.VALUE_NULL) {
        scalar(value, parser.getText());
      }
    }

    private void structure() throws IOException {
      if (jsonText.isNestedSane(parser)) {
        check.structure();
      } else {
        check.unstorable("holds a value that cannot be stored, or a name twice");
      }
    }

    private void scalar(JsonToken token, String value) {
      if (jsonText.isSane(token, value)) {
        check.value(value);
      } else {
        check.unstorable(
            token.isNumeric()
                ? "is a number that is too large to be stored; send it as a string"
                : "has a character that cannot be stored");
      }
    }
  }
}
