package io.leadgate.fuzz;

import static io.leadgate.fuzz.Oracle.must;

import io.leadgate.receiver.format.ParsedBody;
import io.leadgate.receiver.format.ParsedLead;
import io.leadgate.support.ContentTypes;
import io.leadgate.web.answer.Utf8;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks that XML is read like the JSON object with the same fields. {@link FlatXml} finds the
 * fields.
 */
final class FuzzedXml {

  /** The size of the JDK reader's buffer. */
  private static final int PIECE = 8_192;

  private FuzzedXml() {}

  static void verify(byte[] body) {
    if (body.length > 0) {
      Optional<String> text = Utf8.decode(Utf8.withoutMark(body));
      ParsedBody any = Oracle.parsed(ContentTypes.XML, body, FuzzTypes.ANYTHING);
      FuzzTypes.ALL.forEach(type -> Oracle.parsed(ContentTypes.XML, body, type));
      if (text.isEmpty()) {
        must(FuzzedJson.isMalformed(any), "a body that is not UTF-8 is malformed");
      } else {
        verify(text.get(), any);
      }
    }
  }

  private static void verify(String text, ParsedBody xml) {
    Optional<List<Map.Entry<String, String>>> fields = FlatXml.read(text);
    if (fields.isPresent()) {
      FuzzedForm.verify(xml, fields.get(), FuzzTypes.ANYTHING);
    } else {
      must(FuzzedJson.isMalformed(xml), "a text that is not flat XML is malformed");
    }
    String declaration = declaration(text);
    if (xml instanceof ParsedLead.Good good) {
      must(
          good.equals(parsed(declaration + xml(good.fields()))),
          "a good lead, written as XML again, is read the same");
      must(
          good.fields().equals("{}")
              || good.equals(
                  Oracle.parsed(
                      ContentTypes.FORM,
                      FuzzedJson.bytes(FuzzedForm.form(good.fields())),
                      FuzzTypes.ANYTHING)),
          "a good lead, written as a form, is read the same");
    }
    if (declaration.isEmpty()) {
      ParsedBody padded = parsed(" ".repeat(Oracle.padding(text, 2, PIECE)) + text);
      must(
          Oracle.areSame((ParsedLead) xml, (ParsedLead) padded),
          "blanks before XML change nothing");
    }
  }

  private static ParsedBody parsed(String xml) {
    return Oracle.parsed(ContentTypes.XML, FuzzedJson.bytes(xml), FuzzTypes.ANYTHING);
  }

  private static String declaration(String xml) {
    return xml.startsWith("<?") ? xml.substring(0, xml.indexOf("?>") + 2) : "";
  }

  private static String xml(String fields) {
    return FuzzedForm.strings(fields).stream()
        .map(field -> "<%1$s>%2$s</%1$s>".formatted(field.getKey(), references(field.getValue())))
        .collect(Collectors.joining("\n", "<x>", "</x>"));
  }

  private static String references(String text) {
    return text.codePoints().mapToObj(c -> "&#" + c + ";").collect(Collectors.joining());
  }
}
