package io.leadgate.receiver.format;

import io.leadgate.config.Settings;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.loop.Pieces;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Utf8;
import io.leadgate.web.request.ContentType;
import io.leadgate.web.request.ContentType.Kind;
import io.leadgate.web.request.Mislabelled;
import java.util.List;
import java.util.Optional;

/** Reads a posted body in any format, and checks its leads. Confined to one event loop. */
public final class LeadParser {

  private final JsonLeadParser object;
  private final JsonArrayParser array;
  private final FormLeadParser form;
  private final MultipartForm multipart = new MultipartForm();
  private final int fieldsMax;
  private final XmlLeadParser xml;

  /** The value of the header Accept in a 415. */
  public static final String TAKEN =
      String.join(
          ", ",
          ContentType.JSON,
          ContentType.FORM,
          ContentType.MULTIPART,
          ContentType.XML,
          "text/xml");

  public LeadParser(Settings.Limits limits) {
    this.object = new JsonLeadParser(limits);
    this.array = new JsonArrayParser(limits, object);
    this.form = new FormLeadParser(limits.fields());
    this.fieldsMax = limits.fields();
    this.xml = new XmlLeadParser(limits.fields());
  }

  /** Whether bodies of this type are read. */
  public static boolean takes(ContentType type) {
    return type.kind() != Kind.OTHER && type.isUtf8();
  }

  /**
   * Reads a body, a single lead in one piece and an array in at least a piece for each lead.
   *
   * @param contentType a type that is taken
   */
  public Pieces<ParsedBody> parse(ContentType contentType, byte[] body, LeadType type) {
    byte[] bytes = Utf8.withoutMark(body);
    if (bytes.length == 0) {
      return Pieces.done(ParsedLead.Bad.malformed("The body is empty; a lead is expected."));
    }
    Optional<String> mislabelled = Mislabelled.detail(contentType.kind(), bytes);
    if (mislabelled.isPresent()) {
      return Pieces.done(mislabelled(contentType.kind(), mislabelled.get()));
    }
    return switch (contentType.kind()) {
      case JSON -> json(bytes, type);
      case FORM -> Pieces.done(form.parse(bytes, type));
      case MULTIPART -> Pieces.done(multipart(contentType, bytes, type));
      case XML -> Pieces.done(xml.parse(contentType, bytes, type));
      case OTHER -> throw new IllegalArgumentException("no body of this type is taken");
    };
  }

  /**
   * Reads the leads of LeadExec's V2, a lead a piece.
   *
   * @param referenceIsKey whether a lead's reference is its idempotency key
   */
  public Pieces<ParsedBody> split(List<SplitLead> leads, LeadType type, boolean referenceIsKey) {
    ErrorRoom room = new ErrorRoom();
    return Pieces.<SplitLead, ParsedBody.Item>each(
            leads, lead -> lead.item(text -> object.parseItem(text, type, room), referenceIsKey))
        .then(items -> Pieces.done(new ParsedBody.Leads(items)));
  }

  private ParsedLead multipart(ContentType contentType, byte[] body, LeadType type) {
    return switch (multipart.read(contentType, body)) {
      case MultipartForm.Read.Bad bad -> bad.fault();
      case MultipartForm.Read.Pairs read -> {
        TextLead lead = TextLead.of(type, fieldsMax);
        read.pairs().forEach(pair -> lead.field(pair.name(), pair.value()));
        yield lead.result();
      }
    };
  }

  /** A form would be stored as it is, and is therefore refused for its type. */
  private static ParsedLead mislabelled(Kind said, String detail) {
    return said == Kind.FORM
        ? new ParsedLead.Bad(Refusal.UNSUPPORTED_MEDIA_TYPE, detail, List.of())
        : ParsedLead.Bad.malformed(detail);
  }

  private Pieces<ParsedBody> json(byte[] body, LeadType type) {
    Optional<String> text = Utf8.decode(body);
    if (text.isEmpty()) {
      return Pieces.done(ParsedLead.Bad.malformed(Utf8.fault(body)));
    }
    return Json.isArray(text.get())
        ? array.parse(text.get(), type)
        : Pieces.done(object.parse(text.get(), type));
  }
}
