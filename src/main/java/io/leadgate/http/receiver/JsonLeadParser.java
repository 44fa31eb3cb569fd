package io.leadgate.http.receiver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.leadgate.config.Settings;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON lead in one pass and checks it against its lead type. What it lets through, Postgres
 * takes as jsonb: valid UTF-8, strict JSON, no NUL, no lone surrogate, no number out of range; the
 * text is then passed on as it came. Thread-safe.
 */
final class JsonLeadParser {

  private final JsonFactory json;
  private final int fieldsMax;

  JsonLeadParser(Settings.Limits limits) {
    this.json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(limits.jsonDepth()).build())
            // Names come from strangers: they are not worth a place in the JVM's string table.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    this.fieldsMax = limits.fields();
  }

  ParsedLead parse(byte[] body, LeadType type) {
    if (body.length == 0) {
      return ParsedLead.Bad.malformed("The body is empty; a JSON object is expected.");
    }
    Optional<String> text = Json.utf8(body);
    return text.isPresent()
        ? parse(text.get(), type)
        : ParsedLead.Bad.malformed("The body is not valid UTF-8.");
  }

  private ParsedLead parse(String text, LeadType type) {
    try (JsonParser parser = json.createParser(text)) {
      return new Pass(parser, text, type).read();
    } catch (StreamConstraintsException e) {
      return ParsedLead.Bad.malformed(
          "The body is nested too deep, or a name, string or number in it is too long.");
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      return ParsedLead.Bad.malformed(
          at == null
              ? "The body is not valid JSON."
              : "The body is not valid JSON: see line %d, column %d."
                  .formatted(at.getLineNr(), at.getColumnNr()));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory cannot fail", e);
    }
  }

  /** One pass over one body. */
  private final class Pass {
    private final JsonParser parser;
    private final String text;
    private final LeadType type;
    private final JsonText jsonText;
    private final Contacts contacts;
    private final boolean[] present;
    private final Set<String> names = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>(0);

    Pass(JsonParser parser, String text, LeadType type) {
      this.parser = parser;
      this.text = text;
      this.type = type;
      this.jsonText = new JsonText(text);
      this.contacts = new Contacts(type);
      this.present = new boolean[type.fields().size()];
    }

    ParsedLead read() throws IOException {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        return new ParsedLead.Bad(
            Refusal.UNSUPPORTED_MEDIA_TYPE,
            "Arrays of leads are not taken; send one JSON object.",
            List.of());
      }
      if (first != JsonToken.START_OBJECT) {
        skipToEnd();
        return ParsedLead.Bad.malformed("The body is not a JSON object.");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        field();
      }
      if (parser.nextToken() != null) {
        return ParsedLead.Bad.malformed("Something follows the JSON object.");
      }
      return result();
    }

    private void skipToEnd() throws IOException {
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
    }

    private void field() throws IOException {
      String name = parser.currentName();
      String lowerCaseName = name.toLowerCase(Locale.ROOT);
      @Nullable Integer position = type.position(lowerCaseName);
      JsonToken value = parser.nextToken();
      if (!names.add(lowerCaseName)) {
        error(
            JsonText.printable(name),
            "repeated",
            "is there twice; names that differ only in case are one field");
        parser.skipChildren();
      } else if (!jsonText.isSane(name)) {
        error(
            JsonText.printable(name),
            "invalid_name",
            "has a name with a character that cannot be stored");
        parser.skipChildren();
      } else if (!type.takes(position)) {
        error(name, "unknown_field", "is no field of this lead type, which is strict");
        parser.skipChildren();
      } else if (value.isStructEnd() || value.isStructStart()) {
        nested(name, position);
      } else {
        scalar(name, lowerCaseName, value, position);
      }
    }

    private void nested(String name, @Nullable Integer position) throws IOException {
      if (!jsonText.isNestedSane(parser)) {
        error(name, "invalid_value", "holds a value that cannot be stored, or a name twice");
      } else if (position != null) {
        present[position] = true;
        errors.add(FieldCheck.notScalar(type.fields().get(position)));
      }
    }

    private void scalar(
        String name, String lowerCaseName, JsonToken token, @Nullable Integer position)
        throws IOException {
      String value = token == JsonToken.VALUE_NULL ? "" : parser.getText();
      if (!jsonText.isSane(token, value)) {
        markPresent(position);
        error(name, "invalid_value", "has a value that cannot be stored");
      } else if (!value.isBlank()) {
        if (position != null) {
          markPresent(position);
          FieldCheck.check(type.fields().get(position), value, type.defaultCountry())
              .ifPresent(errors::add);
        }
        contacts.see(lowerCaseName, position, value);
      }
    }

    private void markPresent(@Nullable Integer position) {
      if (position != null) {
        present[position] = true;
      }
    }

    /** Past the bound the lead is refused for its number of fields alone. */
    private void error(String name, String code, String message) {
      if (names.size() <= fieldsMax
          && errors.stream().noneMatch(error -> error.field().equals(name))) {
        errors.add(new FieldError(name, code, "%s %s".formatted(name, message)));
      }
    }

    private ParsedLead result() {
      for (int i = 0; i < present.length; i++) {
        LeadType.Field field = type.fields().get(i);
        if (field.required() && !present[i]) {
          errors.add(FieldCheck.required(field));
        }
      }
      if (names.size() > fieldsMax) {
        return new ParsedLead.Bad(
            Refusal.INVALID_LEAD,
            "The lead has %d fields; at most %d are taken.".formatted(names.size(), fieldsMax),
            List.of());
      }
      return errors.isEmpty()
          ? new ParsedLead.Good(text, contacts.contact())
          : new ParsedLead.Bad(
              Refusal.INVALID_LEAD,
              errors.size() == 1
                  ? "One field is not valid."
                  : "%d fields are not valid.".formatted(errors.size()),
              errors);
    }
  }
}
