package io.leadgate.receiver.format;

import io.leadgate.domain.LeadType;
import io.leadgate.web.request.UrlEncoded;
import java.util.List;
import java.util.Optional;

/** Reads a lead from a form as browsers write it ({@link UrlEncoded}). Thread-safe. */
final class FormLeadParser {

  private final int fieldsMax;

  FormLeadParser(int fieldsMax) {
    this.fieldsMax = fieldsMax;
  }

  ParsedLead parse(byte[] body, LeadType type) {
    Optional<List<UrlEncoded.Pair>> pairs = UrlEncoded.pairs(body);
    if (pairs.isEmpty()) {
      return ParsedLead.Bad.malformed(UrlEncoded.fault(body));
    }
    TextLead lead = TextLead.ofForm(type, fieldsMax);
    pairs.get().forEach(pair -> lead.field(pair.name(), pair.value()));
    return lead.result();
  }
}
