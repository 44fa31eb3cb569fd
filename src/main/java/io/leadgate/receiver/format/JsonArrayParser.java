package io.leadgate.receiver.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.leadgate.config.Settings;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.loop.Pieces;
import io.leadgate.web.answer.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** The most tokens of a piece of the reading. A piece also ends with each item. */
  private static final int TOKENS_MAX = 2_000;

  private final JsonFactory json = Json.leadFactory(DEPTH_MAX);
  private final JsonLeadParser leads;
  private final int itemsMax;

  JsonArrayParser(Settings.Limits limits, JsonLeadParser leads) {
    this.leads = leads;
    this.itemsMax = limits.arrayItems();
  }

  /**
   * Splits an array and reads its leads.
   *
   * @param text a text that begins as an array
   */
  Pieces<ParsedBody> parse(String text, LeadType type) {
    try {
      JsonParser parser = json.createParser(text);
      parser.nextToken();
      return new Pass(parser, text, type);
    } catch (IOException e) {
      throw unexpected(e);
    }
  }

  private static IllegalStateException unexpected(IOException e) {
    return new IllegalStateException("reading from memory cannot fail", e);
  }

  private final class Pass implements Pieces<ParsedBody> {
    private final JsonParser parser;
    private final String text;
    private final LeadType type;
    private final List<ParsedBody.Item> items = new ArrayList<>();

    /** The room for errors, which all leads of the array share. */
    private final ErrorRoom room = new ErrorRoom();

    private @Nullable OpenItem open;

    Pass(JsonParser parser, String text, LeadType type) {
      this.parser = parser;
      this.text = text;
      this.type = type;
    }

    @Override
    public Optional<ParsedBody> next() {
      try {
        Optional<ParsedBody> result = read();
        if (result.isPresent()) {
          parser.close();
        }
        return result;
      } catch (JsonProcessingException e) {
        return Optional.of(JsonLeadParser.malformed(e, DEPTH_MAX));
      } catch (IOException e) {
        throw unexpected(e);
      }
    }

    private Optional<ParsedBody> read() throws IOException {
      for (int i = 0; i < TOKENS_MAX; i++) {
        JsonToken token = parser.nextToken();
        if (open == null) {
          if (token == JsonToken.END_ARRAY) {
            return Optional.of(whole());
          }
          if (items.size() == itemsMax) {
            return Optional.of(tooMany());
          }
          open = new OpenItem(token == JsonToken.START_OBJECT);
        }
        if (open.endsWith(token)) {
          items.add(open.item());
          open = null;
          return Optional.empty();
        }
      }
      return Optional.empty();
    }

    private ParsedBody whole() throws IOException {
      return parser.nextToken() == null
          ? new ParsedBody.Leads(items)
          : ParsedLead.Bad.malformed("Something follows the JSON array.");
    }

    private ParsedBody tooMany() {
      return new ParsedLead.Bad(
          Refusal.BODY_TOO_LARGE,
          "An array has at most %d leads; send the others in another.".formatted(itemsMax),
          List.of());
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
      return leads.parseItem(fields, type, room);
    }

    /** The item that is being split off. */
    private final class OpenItem {
      private final WrappedLead wrapped = new WrappedLead();
      private final boolean isObject;
      private final int from = begin();
      private int fieldsFrom;
      private boolean isInFields;
      private int depth;

      OpenItem(boolean isObject) {
        this.isObject = isObject;
      }

      /** Takes the next token of the item, and returns whether the item ends with it. */
      boolean endsWith(JsonToken token) throws IOException {
        boolean isMember = isObject && depth == 1 && token != JsonToken.FIELD_NAME;
        if (isMember && !token.isStructEnd()) {
          member(token);
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (isInFields && depth == 1) {
          isInFields = false;
          wrapped.fields(text.substring(fieldsFrom, end()));
        }
        return depth == 0;
      }

      private void member(JsonToken value) throws IOException {
        String name = parser.currentName();
        isInFields = WrappedLead.isFields(name, value);
        if (isInFields) {
          fieldsFrom = begin();
        } else {
          wrapped.member(name, value, value == JsonToken.VALUE_STRING ? parser.getText() : "");
        }
      }

      ParsedBody.Item item() {
        if (!isObject) {
          return ParsedBody.Item.without(
              ParsedLead.Bad.malformed("The lead is not a JSON object."));
        }
        return wrapped.hasFields()
            ? wrapped.item(Pass.this::lead, room)
            : ParsedBody.Item.without(lead(text.substring(from, end())));
      }
    }
  }
}
