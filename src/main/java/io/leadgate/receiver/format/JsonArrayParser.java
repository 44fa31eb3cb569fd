package io.leadgate.receiver.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.leadgate.config.Settings;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a JSON array into its leads and reads each lead as if it had come alone, so that a bad
 * lead does not harm the other leads. An array that is itself broken, or too long, is refused
 * whole. An item is a lead's fields, or an object with the fields in a member {@code fields}
 * ({@link WrappedLead}). Thread-safe.
 */
final class JsonArrayParser {

  /**
   * The greatest depth of an array that can be split. An item up to this depth does not harm the
   * other items, because the smaller bound on a lead's depth is checked only when the lead is read.
   * Each level takes some 100 bytes while the array is split.
   */
  private static final int DEPTH_MAX = 1_000;

  private final JsonFactory json = Json.leadFactory(DEPTH_MAX);
  private final JsonLeadParser leads;
  private final int itemsMax;
  private final int itemBytesMax;

  JsonArrayParser(Settings.Limits limits, JsonLeadParser leads) {
    this.leads = leads;
    this.itemsMax = limits.arrayItems();
    this.itemBytesMax = limits.bodyBytes();
  }

  /**
   * Splits an array and reads its leads.
   *
   * @param text a text that begins as an array
   */
  ParsedBody parse(String text, LeadType type) {
    try (JsonParser parser = json.createParser(text)) {
      return new Pass(parser, text, type).read();
    } catch (JsonProcessingException e) {
      return JsonLeadParser.malformed(e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory cannot fail", e);
    }
  }

  private final class Pass {
    private final JsonParser parser;
    private final String text;
    private final LeadType type;

    /** The room for errors, which all leads of the array share. */
    private final ErrorRoom room = new ErrorRoom();

    Pass(JsonParser parser, String text, LeadType type) {
      this.parser = parser;
      this.text = text;
      this.type = type;
    }

    ParsedBody read() throws IOException {
      List<ParsedBody.Item> items = new ArrayList<>();
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (items.size() == itemsMax) {
          return new ParsedLead.Bad(
              Refusal.BODY_TOO_LARGE,
              "An array has at most %d leads; send the others in another.".formatted(itemsMax),
              List.of());
        }
        items.add(item());
      }
      return parser.nextToken() == null
          ? new ParsedBody.Leads(items)
          : ParsedLead.Bad.malformed("Something follows the JSON array.");
    }

    private ParsedBody.Item item() throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return ParsedBody.Item.without(ParsedLead.Bad.malformed("The lead is not a JSON object."));
      }
      int from = begin();
      WrappedLead wrapped = new WrappedLead();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        member(wrapped);
      }
      return wrapped.hasFields()
          ? wrapped.item(this::lead, room)
          : ParsedBody.Item.without(lead(text.substring(from, end())));
    }

    private void member(WrappedLead wrapped) throws IOException {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (WrappedLead.isFields(name, value)) {
        int from = begin();
        parser.skipChildren();
        wrapped.fields(text.substring(from, end()));
      } else {
        wrapped.member(name, value, value == JsonToken.VALUE_STRING ? parser.getText() : "");
        parser.skipChildren();
      }
    }

    /** The place in the text where the parser's token begins. */
    private int begin() {
      return (int) parser.currentTokenLocation().getCharOffset();
    }

    /** The place in the text behind the parser's token. */
    private int end() {
      return (int) parser.currentLocation().getCharOffset();
    }

    private ParsedLead lead(String fields) {
      if (isTooLong(fields)) {
        return new ParsedLead.Bad(
            Refusal.BODY_TOO_LARGE,
            "A lead has at most %d bytes.".formatted(itemBytesMax),
            List.of());
      }
      return leads.parse(fields, type, room);
    }

    /**
     * Whether a lead has too many bytes. Encodes only a long text, because a character takes at
     * most three bytes.
     */
    private boolean isTooLong(String fields) {
      return fields.length() > itemBytesMax / 3
          && fields.getBytes(StandardCharsets.UTF_8).length > itemBytesMax;
    }
  }
}
