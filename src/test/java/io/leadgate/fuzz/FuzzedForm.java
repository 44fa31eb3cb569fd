package io.leadgate.fuzz;

import static io.leadgate.fuzz.Oracle.must;

import io.leadgate.domain.FieldError;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.LeadFingerprint;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.support.ContentTypes;
import io.leadgate.web.answer.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the reading of a form with the reading of the equal JSON object. */
final class FuzzedForm {

  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{2}");
  private static final HexFormat PERCENT = HexFormat.of().withPrefix("%");

  private FuzzedForm() {}

  static void verify(byte[] sent) {
    byte[] body = Utf8.withoutMark(sent);
    if (body.length == 0) {
      return;
    }
    List<Map.Entry<byte[], byte[]>> pairs = pairs(body);
    boolean utf8 = pairs.stream().allMatch(FuzzedForm::isUtf8);
    for (LeadType type : FuzzTypes.ALL) {
      ParsedBody form = Oracle.parsed(ContentTypes.FORM, sent, type);
      if (isOther(body)) {
        must(
            form instanceof ParsedLead.Bad bad && bad.refusal() == Refusal.UNSUPPORTED_MEDIA_TYPE,
            "no JSON, XML or multipart is a form");
      } else if (utf8) {
        verify(form, texts(pairs), type);
      } else {
        must(FuzzedJson.isMalformed(form), "a form that is not UTF-8 is malformed");
      }
      if (form instanceof ParsedLead.Good good && !good.fields().equals("{}")) {
        byte[] rewritten = FuzzedJson.bytes(form(good.fields()));
        must(
            good.equals(Oracle.parsed(ContentTypes.FORM, rewritten, type)),
            "a good lead, written as a form again, is read the same");
      }
    }
  }

  private static boolean isOther(byte[] body) {
    String text =
        new String(body, StandardCharsets.ISO_8859_1).replaceAll("^[\\x09-\\x0D\\x1C-\\x20]+", "");
    return text.startsWith("{")
        || text.startsWith("[")
        || text.startsWith("<")
        || (text.startsWith("--")
            && text.substring(0, Math.min(200, text.length())).contains("form-data"));
  }

  /** Compares a lead with the same lead in JSON. */
  static void verify(ParsedBody lead, List<Map.Entry<String, String>> pairs, LeadType type) {
    Map<String, List<String>> fields = grouped(pairs, type);
    if (fields.entrySet().stream()
        .anyMatch(field -> isKnown(field.getKey(), type) && field.getValue().size() > 1)) {
      must(
          lead instanceof ParsedLead.Bad bad && bad.refusal() == Refusal.INVALID_LEAD,
          "a field of the lead type has one value");
    } else {
      byte[] json = FuzzedJson.bytes(json(fields, type));
      must(
          isSame(lead, Oracle.parsed(ContentTypes.JSON, json, type)),
          "a lead is read as the equal JSON object");
    }
  }

  private static Map<String, List<String>> grouped(
      List<Map.Entry<String, String>> pairs, LeadType type) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (Map.Entry<String, String> pair : pairs) {
      List<String> values = fields.computeIfAbsent(pair.getKey(), added -> new ArrayList<>());
      if (!isKnown(pair.getKey(), type) || !values.contains(pair.getValue())) {
        values.add(pair.getValue());
      }
    }
    return fields;
  }

  private static boolean isKnown(String name, LeadType type) {
    return type.position(Oracle.lowerCase(name)) != null;
  }

  private static String json(Map<String, List<String>> fields, LeadType type) {
    return fields.entrySet().stream()
        .map(field -> JsonTree.quoted(field.getKey()) + ":" + value(field, type))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(Map.Entry<String, List<String>> field, LeadType type) {
    List<String> values = field.getValue();
    boolean isGroup = field.getKey().endsWith("[]") && !isKnown(field.getKey(), type);
    return values.size() == 1 && !isGroup
        ? JsonTree.quoted(values.getFirst())
        : values.stream().map(JsonTree::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  private static List<Map.Entry<String, String>> texts(List<Map.Entry<byte[], byte[]>> pairs) {
    return pairs.stream()
        .map(pair -> Map.entry(text(pair.getKey()), text(pair.getValue())))
        .toList();
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static List<Map.Entry<byte[], byte[]>> pairs(byte[] body) {
    List<Map.Entry<byte[], byte[]>> pairs = new ArrayList<>();
    for (String pair : new String(body, StandardCharsets.ISO_8859_1).split("&", -1)) {
      if (!pair.isEmpty()) {
        String[] sides = pair.split("=", 2);
        pairs.add(Map.entry(decoded(sides[0]), decoded(sides.length == 1 ? "" : sides[1])));
      }
    }
    return pairs;
  }

  private static byte[] decoded(String latin1) {
    String[] parts = latin1.replace('+', ' ').split("%", -1);
    StringBuilder decoded = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      if (HEX.matcher(parts[i]).lookingAt()) {
        decoded.append((char) Integer.parseInt(parts[i].substring(0, 2), 16));
        decoded.append(parts[i], 2, parts[i].length());
      } else {
        decoded.append('%').append(parts[i]);
      }
    }
    return decoded.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isUtf8(Map.Entry<byte[], byte[]> pair) {
    return FuzzedJson.isUtf8(pair.getKey()) && FuzzedJson.isUtf8(pair.getValue());
  }

  /**
   * Whether two leads are the same: good leads with the same strings in the same order, or bad
   * leads with the same faults and the same fingerprint, since a bad lead may be a replay.
   */
  static boolean isSame(ParsedBody form, ParsedBody json) {
    if (form instanceof ParsedLead.Good one && json instanceof ParsedLead.Good other) {
      return strings(one.fields()).equals(strings(other.fields()))
          && one.contact().equals(other.contact());
    }
    if (form instanceof ParsedLead.Bad one && json instanceof ParsedLead.Bad other) {
      return one.refusal() == other.refusal()
          && one.detail().equals(other.detail())
          && withoutHints(one).equals(withoutHints(other))
          && one.json().map(LeadFingerprint::of).equals(other.json().map(LeadFingerprint::of));
    }
    return form.equals(json);
  }

  /** The errors, without the hint that only forms give. */
  private static List<FieldError> withoutHints(ParsedLead.Bad bad) {
    return bad.errors().stream()
        .map(
            error ->
                new FieldError(
                    error.field(),
                    error.code(),
                    error.message().replace("; in a form a plus is written %2B", "")))
        .toList();
  }

  /** The strings of the fields; a field that is an array has several. */
  static List<Map.Entry<String, String>> strings(String fields) {
    return GoodFields.fields(fields).list().stream()
        .flatMap(
            member -> values(member.value()).map(value -> Map.entry(member.name(), string(value))))
        .toList();
  }

  private static Stream<JsonTree> values(JsonTree value) {
    return value instanceof JsonTree.Items items ? items.list().stream() : Stream.of(value);
  }

  private static String string(JsonTree value) {
    if (value instanceof JsonTree.Text text) {
      return text.text();
    }
    throw new AssertionError("a form or XML has strings only");
  }

  /** A form with every byte escaped. */
  static String form(String fields) {
    return strings(fields).stream()
        .map(field -> percent(field.getKey()) + "=" + percent(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String percent(String text) {
    return PERCENT.formatHex(FuzzedJson.bytes(text));
  }
}
