package io.leadgate.fuzz;

import static io.leadgate.fuzz.Oracle.must;

import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.support.ContentTypes;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares the reading of a single lead in JSON with {@link StrictJson}. */
final class FuzzedJson {

  /** Jackson reads a text of this many pieces piece by piece. */
  private static final int PIECES = 10;

  private static final int PIECE = 4_000;
  private static final int SHOWN_LENGTH_MAX = 200;

  private FuzzedJson() {}

  static void verify(byte[] sent) {
    byte[] body = Utf8.withoutMark(sent);
    Optional<String> text = Utf8.decode(body);
    must(
        text.isPresent() == isUtf8(body)
            && (text.isEmpty() || Arrays.equals(bytes(text.get()), body)),
        "exactly valid UTF-8 is decoded, and without a change");
    ParsedBody any = Oracle.parsed(ContentTypes.JSON, sent, FuzzTypes.ANYTHING);
    ParsedBody strict = Oracle.parsed(ContentTypes.JSON, sent, FuzzTypes.STRICT);
    ParsedBody every = Oracle.parsed(ContentTypes.JSON, sent, FuzzTypes.EVERY);
    if (text.isEmpty()) {
      must(isMalformed(any), "a body that is not UTF-8 is malformed");
    } else if (any instanceof ParsedLead lead && !Json.isArray(text.get())) {
      must(
          isMalformed(any) == isMalformed(strict),
          "the lead type does not decide whether a body is malformed");
      must(
          isMalformed(any) == isMalformed(every),
          "the lead type does not decide whether a body is malformed");
      must(
          !(strict instanceof ParsedLead.Good) || lead instanceof ParsedLead.Good,
          "a lead that a strict lead type takes is good for any");
      checkAlone(text.get(), lead);
    }
  }

  /** Checks the reading by a lead type that takes anything. */
  private static void checkAlone(String text, ParsedLead lead) {
    Optional<JsonTree> tree = StrictJson.read(text, Oracle.LIMITS.jsonDepth());
    if (tree.isPresent() && tree.get() instanceof JsonTree.Members members) {
      checkErrors(members, lead);
    } else {
      must(isMalformed(lead), "a text that is too deep, or not a JSON object, is malformed");
    }
    if (lead instanceof ParsedLead.Good good) {
      if (good.cut().isEmpty()) {
        must(good.fields().equals(text), "a good lead is passed on as it came");
        must(
            Oracle.areSame(
                new ParsedLead.Good(padded(text), good.contact(), good.cut()),
                parsedAlone(padded(text))),
            "blanks before a lead change nothing");
      } else {
        FuzzedCut.checkLead(text, good.fields());
      }
    } else {
      must(Oracle.areSame(lead, parsedAlone(padded(text))), "blanks before a lead change nothing");
    }
  }

  private static ParsedLead parsedAlone(String text) {
    return (ParsedLead) Oracle.parsed(ContentTypes.JSON, bytes(text), FuzzTypes.ANYTHING);
  }

  static String padded(String text) {
    return " ".repeat(Oracle.padding(text, PIECES, PIECE)) + text;
  }

  private static void checkErrors(JsonTree.Members members, ParsedLead lead) {
    Set<String> names = new HashSet<>();
    Map<String, String> errors = new LinkedHashMap<>();
    for (JsonTree.Member member : FuzzedCut.kept(members)) {
      String name = Oracle.lowerCase(member.name());
      if (!names.add(name)) {
        errors.putIfAbsent(name, shown(member) + " repeated");
      } else if (!GoodFields.isSane(member.name())) {
        errors.put(name, shown(member) + " invalid_name");
      } else if (!GoodFields.isSane(member.value())) {
        errors.put(name, shown(member) + " invalid_value");
      }
    }
    if (names.size() > Oracle.LIMITS.fields()) {
      must(isInvalid(lead, List.of()), "a lead with too many fields has no further errors");
    } else if (errors.isEmpty()) {
      must(lead instanceof ParsedLead.Good, "a lead without a bad field is good");
    } else {
      must(isInvalid(lead, List.copyOf(errors.values())), "each bad field is named once");
    }
  }

  /** The name with a long end cut off, and with U+FFFD for a character that cannot be shown. */
  private static String shown(JsonTree.Member member) {
    String name = member.name();
    String start = name.substring(0, Math.min(SHOWN_LENGTH_MAX, name.length()));
    String printable = start.replaceAll("[\\x00-\\x1F\\p{Cs}]", "\uFFFD");
    return start.equals(name) ? printable : printable + '\u2026';
  }

  private static boolean isInvalid(ParsedLead lead, List<String> errors) {
    return lead instanceof ParsedLead.Bad bad
        && bad.refusal() == Refusal.INVALID_LEAD
        && bad.errors().stream().map(FuzzedJson::named).toList().equals(errors);
  }

  private static String named(FieldError error) {
    return error.field() + " " + error.code();
  }

  static boolean isMalformed(ParsedBody body) {
    return body instanceof ParsedLead.Bad bad && bad.refusal() == Refusal.MALFORMED_BODY;
  }

  /** Whether the bytes come back after decoding, which only valid UTF-8 does. */
  static boolean isUtf8(byte[] body) {
    return Arrays.equals(bytes(new String(body, StandardCharsets.UTF_8)), body);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
