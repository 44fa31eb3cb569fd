package io.leadgate.fuzz;

import io.leadgate.config.Settings;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.format.LeadParser;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.support.MinimalSettings;
import io.leadgate.web.request.ContentType;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads bodies with the gateway's parser, and checks each lead by the rules of all formats. */
final class Oracle {

  static final Settings.Limits LIMITS = MinimalSettings.with("redis://none", Map.of()).limits();
  private static final LeadParser PARSER = new LeadParser(LIMITS);

  private static final Set<Refusal> REFUSALS =
      Set.of(
          Refusal.MALFORMED_BODY,
          Refusal.INVALID_LEAD,
          Refusal.INVALID_IDEMPOTENCY_KEY,
          Refusal.UNSUPPORTED_MEDIA_TYPE,
          Refusal.BODY_TOO_LARGE);

  private Oracle() {}

  static void must(boolean holds, String rule) {
    if (!holds) {
      throw new AssertionError(rule);
    }
  }

  /** Reads a body, and checks each of its leads. */
  static ParsedBody parsed(ContentType format, byte[] body, LeadType type) {
    ParsedBody parsed = PARSER.parse(format, body, type).toEnd();
    switch (parsed) {
      case ParsedLead lead -> verify(lead, type);
      case ParsedBody.Leads leads -> leads.items().forEach(item -> verify(item.lead(), type));
    }
    return parsed;
  }

  static void verify(ParsedLead lead, LeadType type) {
    switch (lead) {
      case ParsedLead.Good good -> GoodFields.verify(good, type);
      case ParsedLead.Bad bad -> verify(bad);
    }
  }

  private static void verify(ParsedLead.Bad bad) {
    must(REFUSALS.contains(bad.refusal()), "a lead is refused for its content");
    must(isShowable(bad.detail()) && bad.detail().endsWith("."), "the detail is a sentence");
    must(bad.errors().size() <= LIMITS.fields() + 10, "the number of errors is bounded");
    must(
        bad.refusal() == Refusal.INVALID_LEAD || bad.errors().isEmpty(),
        "only an invalid lead has errors of fields");
    Set<String> fields = new HashSet<>();
    for (FieldError error : bad.errors()) {
      must(isShowable(error.field()), "a field's name can be shown");
      must(error.code().matches("[a-z_]+"), "a code is a word for programs");
      must(
          isShowable(error.message()) && error.message().startsWith(error.field() + " "),
          "a message can be shown, and begins with its field");
      must(
          fields.add(error.field() + error.code().equals("unknown_member"))
              || isShownInPart(error.field()),
          "each field is named once");
    }
    must(bad.problem() != null, "a refusal has a problem document");
  }

  /** Whether a name is shown in part: two such names may look the same. */
  private static boolean isShownInPart(String name) {
    return name.endsWith("\u2026") || name.indexOf('\uFFFD') >= 0;
  }

  private static boolean isShowable(String text) {
    return text.chars().noneMatch(c -> c < ' ') && !JsonTree.hasHalf(text);
  }

  /** Whether two readings of a lead are equal, apart from the place of a fault. */
  static boolean areSame(ParsedLead first, ParsedLead second) {
    if (first instanceof ParsedLead.Bad a && second instanceof ParsedLead.Bad b) {
      return a.refusal() == b.refusal() && a.errors().equals(b.errors());
    }
    return first.equals(second);
  }

  /** The form in which two names of one field are equal. */
  static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * The number of characters to put before a text so that a buffer of that size ends within the
   * text, at a place that depends on the text.
   */
  static int padding(String text, int buffers, int bufferSize) {
    return buffers * bufferSize - Math.floorMod(text.hashCode(), text.length() + 1);
  }
}
