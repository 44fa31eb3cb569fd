package io.leadgate.receiver.format;

import io.leadgate.config.Settings;
import io.leadgate.domain.LeadType;
import io.leadgate.loop.Pieces;
import io.leadgate.web.answer.Json;
import java.util.Optional;

/** Reads a posted body in any format, and checks its leads. Confined to one event loop. */
public final class LeadParser {

  private final JsonLeadParser object;
  private final JsonArrayParser array;
  private final FormLeadParser form;
  private final XmlLeadParser xml;

  public LeadParser(Settings.Limits limits) {
    this.object = new JsonLeadParser(limits);
    this.array = new JsonArrayParser(limits, object);
    this.form = new FormLeadParser(limits.fields());
    this.xml = new XmlLeadParser(limits.fields());
  }

  /** Reads a body, a single lead in one piece and an array in at least a piece for each lead. */
  public Pieces<ParsedBody> parse(LeadFormat format, byte[] body, LeadType type) {
    if (body.length == 0) {
      return Pieces.done(ParsedLead.Bad.malformed("The body is empty; a lead is expected."));
    }
    return switch (format) {
      case JSON -> json(body, type);
      case FORM -> Pieces.done(form.parse(body, type));
      case XML -> Pieces.done(xml.parse(body, type));
    };
  }

  private Pieces<ParsedBody> json(byte[] body, LeadType type) {
    Optional<String> text = Json.utf8(body);
    if (text.isEmpty()) {
      return Pieces.done(ParsedLead.Bad.malformed("The body is not valid UTF-8."));
    }
    return Json.isArray(text.get())
        ? array.parse(text.get(), type)
        : Pieces.done(object.parse(text.get(), type));
  }
}
