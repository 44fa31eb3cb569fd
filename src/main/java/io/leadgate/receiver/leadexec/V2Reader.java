package io.leadgate.receiver.leadexec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.loop.Pieces;
import io.leadgate.receiver.format.LeadParser;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.receiver.format.SplitLead;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.JsonFault;
import io.leadgate.web.answer.Utf8;
import io.leadgate.web.request.ContentType;
import io.leadgate.web.request.Mislabelled;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Splits the JSON of LeadExec's V2 into its campaign and the texts of its leads: {@code
 * {"source":{"vid","lid","aid"},"leads":[{"properties":{"reference"},"fields":{…}}]}}. Names around
 * the fields count in any case, because LeadExec's own reader takes them so, and further members
 * are passed over. Thread-safe.
 */
public final class V2Reader {

  /** As of a JSON array of leads: the smaller bound of a lead holds when the lead is read. */
  private static final int DEPTH_MAX = 1_000;

  private static final int TOKENS_MAX = 2_000;
  private static final JsonFactory JSON = Json.leadFactory(DEPTH_MAX);

  private final LeadParser parser;
  private final int itemsMax;

  public V2Reader(LeadParser parser, int itemsMax) {
    this.parser = parser;
    this.itemsMax = itemsMax;
  }

  /** Splits a body in pieces; the leads are not read yet. */
  public Pieces<ExecPost> read(byte[] body) {
    byte[] bytes = Utf8.withoutMark(body);
    Optional<String> text = Utf8.decode(bytes);
    if (text.isEmpty()) {
      return Pieces.done(unread(ParsedLead.Bad.malformed(Utf8.fault(bytes))));
    }
    if (text.get().isBlank()) {
      return Pieces.done(
          unread(
              ParsedLead.Bad.malformed(
                  "The body is empty; an object with source and leads is expected.")));
    }
    Optional<String> mislabelled = Mislabelled.detail(ContentType.Kind.JSON, bytes);
    return mislabelled.isPresent()
        ? Pieces.done(unread(ParsedLead.Bad.malformed(mislabelled.get())))
        : new Pass(text.get());
  }

  private ExecPost unread(ParsedLead.Bad fault) {
    return new Post(parser, new Source.Reader().source(), List.of(), Optional.of(fault));
  }

  /** The objects and arrays that are read. */
  private enum Place {
    BODY,
    ENVELOPE,
    SOURCE,
    LEADS,
    LEAD,
    PROPERTIES,
    FIELDS,
    OTHER
  }

  private final class Pass implements Pieces<ExecPost> {
    private final String text;
    private final JsonParser parser;
    private final Source.Reader numbers = new Source.Reader();
    private final List<SplitLead> leads = new ArrayList<>();
    private final Deque<Place> places = new ArrayDeque<>();
    private String name = "";
    private int fieldsFrom;
    private SplitLead.Builder lead = new SplitLead.Builder();
    private boolean hasLeads;
    private boolean isObject;
    private boolean isEnded;

    /** The number of leads, of which no more are kept than are taken. */
    private int count;

    Pass(String text) {
      this.text = text;
      places.push(Place.BODY);
      try {
        this.parser = JSON.createParser(text);
      } catch (IOException e) {
        throw new IllegalStateException("reading from memory cannot fail", e);
      }
    }

    @Override
    public Optional<ExecPost> next() {
      try {
        for (int i = 0; i < TOKENS_MAX; i++) {
          JsonToken token = parser.nextToken();
          if (token == null) {
            return Optional.of(post(fault()));
          }
          if (isEnded) {
            return Optional.of(post(malformed("Something follows the JSON object.")));
          }
          take(token);
        }
        return Optional.empty();
      } catch (JsonProcessingException e) {
        return Optional.of(post(malformed(JsonFault.of(e, DEPTH_MAX))));
      } catch (IOException e) {
        throw new IllegalStateException("reading from memory cannot fail", e);
      }
    }

    private ExecPost post(Optional<ParsedLead.Bad> fault) {
      return new Post(V2Reader.this.parser, numbers.source(), leads, fault);
    }

    private Optional<ParsedLead.Bad> fault() {
      if (count > itemsMax) {
        return Optional.of(tooMany());
      }
      if (!isObject) {
        return malformed("The body is no JSON object; it has the members source and leads.");
      }
      return hasLeads ? Optional.empty() : malformed("The body has no array leads beside source.");
    }

    private ParsedLead.Bad tooMany() {
      return new ParsedLead.Bad(
          Refusal.BODY_TOO_LARGE,
          "A body has at most %d leads; send the others in another.".formatted(itemsMax),
          List.of());
    }

    private void take(JsonToken token) throws IOException {
      Place place = places.element();
      if (token == JsonToken.FIELD_NAME) {
        name = parser.currentName();
      } else if (token.isStructStart()) {
        begin(place, token == JsonToken.START_OBJECT);
      } else if (token.isStructEnd()) {
        end(places.pop());
      } else {
        scalar(place, token);
      }
    }

    private void begin(Place outer, boolean object) {
      Place place = place(outer, object);
      places.push(place);
      switch (place) {
        case ENVELOPE -> isObject |= outer == Place.BODY;
        case LEADS -> hasLeads = true;
        case LEAD -> lead = new SplitLead.Builder();
        case FIELDS -> fieldsFrom = (int) parser.currentTokenLocation().getCharOffset();
        case OTHER -> {
          if (outer == Place.LEADS) {
            add(SplitLead.notAnObject());
          } else if (outer == Place.SOURCE && Source.isNumber(name)) {
            numbers.unreadable(name);
          }
        }
        case BODY, SOURCE, PROPERTIES -> {}
      }
    }

    private Place place(Place outer, boolean object) {
      return switch (outer) {
        case BODY -> object && !isObject ? Place.ENVELOPE : Place.OTHER;
        case ENVELOPE -> object ? named("source", Place.SOURCE) : named("leads", Place.LEADS);
        case LEADS -> object ? Place.LEAD : Place.OTHER;
        case LEAD ->
            !object
                ? Place.OTHER
                : name.equalsIgnoreCase("fields")
                    ? Place.FIELDS
                    : named("properties", Place.PROPERTIES);
        case SOURCE, PROPERTIES, FIELDS, OTHER -> Place.OTHER;
      };
    }

    private Place named(String wanted, Place place) {
      return name.toLowerCase(Locale.ROOT).equals(wanted) ? place : Place.OTHER;
    }

    private void end(Place ended) {
      if (ended == Place.FIELDS) {
        lead.fields(text.substring(fieldsFrom, (int) parser.currentLocation().getCharOffset()));
      } else if (ended == Place.LEAD) {
        add(lead.build());
      }
      isEnded |= places.element() == Place.BODY;
    }

    private void scalar(Place place, JsonToken token) throws IOException {
      if (place == Place.BODY) {
        isEnded = true;
      } else if (place == Place.LEADS) {
        add(SplitLead.notAnObject());
      } else if (place == Place.SOURCE && Source.isNumber(name)) {
        number(token);
      } else if (place == Place.PROPERTIES
          && name.equalsIgnoreCase("reference")
          && token != JsonToken.VALUE_NULL) {
        lead.reference(parser.getText());
      }
    }

    private void add(SplitLead split) {
      count++;
      if (count <= itemsMax) {
        leads.add(split);
      }
    }

    private void number(JsonToken token) throws IOException {
      switch (token) {
        case VALUE_STRING, VALUE_NUMBER_INT -> numbers.take(name, parser.getText());
        case VALUE_NULL -> {}
        default -> numbers.unreadable(name);
      }
    }
  }

  private static Optional<ParsedLead.Bad> malformed(String detail) {
    return Optional.of(ParsedLead.Bad.malformed(detail));
  }

  private record Post(
      LeadParser parser, Source source, List<SplitLead> leads, Optional<ParsedLead.Bad> fault)
      implements ExecPost {

    @Override
    public Pieces<ParsedBody> leads(LeadType type, boolean referenceIsKey) {
      return parser.split(leads, type, referenceIsKey);
    }
  }
}
