package io.leadgate.receiver.format;

import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.support.ContentTypes;
import io.leadgate.support.MinimalSettings;
import io.leadgate.web.request.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Reads bodies for a lead type that takes anything, with the default limits. */
final class Parsed {

  static final LeadType ANYTHING = LeadType.unknown(1);
  private static final LeadParser PARSER =
      new LeadParser(MinimalSettings.with("redis://none", Map.of()).limits());

  private Parsed() {}

  static ParsedBody parsed(ContentType format, byte[] body) {
    return PARSER.parse(format, body, ANYTHING).toEnd();
  }

  static ParsedBody parsed(ContentType format, String body) {
    return parsed(format, body.getBytes(StandardCharsets.UTF_8));
  }

  /** The fields of a good lead. */
  static String fieldsOf(ContentType format, String body) {
    return fields(parsed(format, body));
  }

  static String fields(ParsedBody body) {
    if (body instanceof ParsedLead.Good good) {
      return good.fields();
    }
    throw new AssertionError("no good lead: " + body);
  }

  static Refusal refusalOf(ContentType format, String body) {
    return bad(parsed(format, body)).refusal();
  }

  static Refusal refusalOf(ContentType format, byte[] body) {
    return bad(parsed(format, body)).refusal();
  }

  static String detailOf(ContentType format, String body) {
    return bad(parsed(format, body)).detail();
  }

  /** Returns each error as its field and its code. */
  static List<String> errorsOf(ContentType format, String body) {
    return errors(parsed(format, body));
  }

  static List<String> errors(ParsedBody body) {
    return bad(body).errors().stream().map(error -> error.field() + " " + error.code()).toList();
  }

  static ParsedLead.Bad bad(ParsedBody body) {
    if (body instanceof ParsedLead.Bad bad) {
      return bad;
    }
    throw new AssertionError("nothing bad: " + body);
  }

  static List<ParsedBody.Item> items(String array) {
    ParsedBody body = parsed(ContentTypes.JSON, array);
    if (body instanceof ParsedBody.Leads leads) {
      return leads.items();
    }
    throw new AssertionError("no array: " + body);
  }
}
