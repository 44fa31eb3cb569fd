package io.leadgate.fuzz;

import static io.leadgate.fuzz.Oracle.must;

import io.leadgate.domain.LeadType;
import io.leadgate.receiver.LeadFingerprint;
import io.leadgate.receiver.format.LeadFormat;
import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares the reading of a form with the reading of the equal JSON object. */
final class FuzzedForm {

  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{2}");
  private static final HexFormat PERCENT = HexFormat.of().withPrefix("%");

  private FuzzedForm() {}

  static void verify(byte[] body) {
    if (body.length == 0) {
      return;
    }
    List<Map.Entry<byte[], byte[]>> pairs = pairs(body);
    boolean utf8 = pairs.stream().allMatch(FuzzedForm::isUtf8);
    byte[] json = FuzzedJson.bytes(json(pairs));
    for (LeadType type : FuzzTypes.ALL) {
      ParsedBody form = Oracle.parsed(LeadFormat.FORM, body, type);
      must(
          utf8
              ? isSame(form, Oracle.parsed(LeadFormat.JSON, json, type))
              : FuzzedJson.isMalformed(form),
          "a form is read as the equal JSON object");
      if (form instanceof ParsedLead.Good good && !good.fields().equals("{}")) {
        byte[] rewritten = FuzzedJson.bytes(form(good.fields()));
        must(
            good.equals(Oracle.parsed(LeadFormat.FORM, rewritten, type)),
            "a good lead, written as a form again, is read the same");
      }
    }
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

  private static String json(List<Map.Entry<byte[], byte[]>> pairs) {
    return pairs.stream()
        .map(pair -> quoted(pair.getKey()) + ":" + quoted(pair.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(byte[] utf8) {
    return JsonTree.quoted(new String(utf8, StandardCharsets.UTF_8));
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
          && one.errors().equals(other.errors())
          && one.json().map(LeadFingerprint::of).equals(other.json().map(LeadFingerprint::of));
    }
    return form.equals(json);
  }

  static List<Map.Entry<String, String>> strings(String fields) {
    return GoodFields.fields(fields).list().stream()
        .map(member -> Map.entry(member.name(), string(member.value())))
        .toList();
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
