package io.leadgate.receiver.format;

import static io.leadgate.receiver.format.Parsed.detailOf;
import static io.leadgate.receiver.format.Parsed.errorsOf;
import static io.leadgate.receiver.format.Parsed.fieldsOf;
import static io.leadgate.receiver.format.Parsed.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Refusal;
import io.leadgate.support.ContentTypes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows how the parser reads XML, and which XML is refused. */
class XmlLeadTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <lead><a>1</a></lead>                                   | {"a":"1"}
          <x><b>2</b><a>1</a></x>                                 | {"b":"2","a":"1"}
          <x> <a> 1 </a> </x>                                     | {"a":" 1 "}
          <x><a/></x>                                             | {"a":""}
          <x/>                                                    | {}
          <x><a><![CDATA[<1>]]> &amp; 2</a></x>                   | {"a":"<1> & 2"}
          <x><a>&lt;&gt;&amp;&apos;&quot;</a></x>                 | {"a":"<>&'\\""}
          <x><a>&#233;&#x1F600;é</a></x>                          | {"a":"é😀é"}
          <x><!-- c --><a>1<!-- c -->2</a></x><!-- c -->          | {"a":"12"}
          <?xml version="1.0"?><x><a>1</a></x>                    | {"a":"1"}
          <?xml version="1.0" encoding="utf-8"?><x><a>1</a></x>   | {"a":"1"}
          <x xmlns="urn:a" xmlns:b="urn:b"><b:a>1</b:a></x>       | {"a":"1"}
          <é><ü>1</ü></é>                                         | {"ü":"1"}
          """)
  void flatXmlIsReadAsFieldsOfText(String xml, String fields) {
    assertThat(fieldsOf(ContentTypes.XML, xml)).isEqualTo(fields);
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    assertThat(fieldsOf(ContentTypes.XML, "\uFEFF<x><a>1</a></x>")).isEqualTo("{\"a\":\"1\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <!DOCTYPE x><x><a>1</a></x>                              | No document type is taken.
          <!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>       | No document type is taken.
          <!DOCTYPE x [<!ENTITY e "1">]><x><a>&e;</a></x>          | No document type is taken.
          <!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x/> | No document type is taken.
          <?go away?><x/>                                          | No processing instruction is taken.
          <x><?go?><a>1</a></x>                                    | No processing instruction is taken.
          <x><a>1<?go?></a></x>                                    | No processing instruction is taken.
          <x/><?go?>                                               | No processing instruction is taken.
          <x b="1"><a>1</a></x>                                    | The element x has an attribute (b), which would be lost; a field's value is the text of its element.
          <x><a b="1">1</a></x>                                    | The element a has an attribute (b), which would be lost; a field's value is the text of its element.
          <x><a><b>1</b></a></x>                                   | The XML of a lead is flat: a has the element b in it, which is not taken.
          <x>1<a>1</a></x>                                         | The XML has text outside of its fields.
          <x><![CDATA[1]]><a>1</a></x>                             | The XML has text outside of its fields.
          <?xml version="1.0" encoding="latin1"?><x/>              | The XML declares another encoding than UTF-8; send it in UTF-8, and declare UTF-8 or nothing.
          <?xml version="1.1" encoding="latin1"?><x/>              | The XML declares another encoding than UTF-8; send it in UTF-8, and declare UTF-8 or nothing.
          """)
  void xmlWithDangerousOrLostPartsIsRefused(String xml, String detail) {
    assertThat(refusalOf(ContentTypes.XML, xml)).isEqualTo(Refusal.MALFORMED_BODY);
    assertThat(detailOf(ContentTypes.XML, xml)).isEqualTo(detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<",
        "<x>",
        "x",
        " ",
        "<x><a>1</x>",
        "<x></y>",
        "<x/><y/>",
        "<x/>1",
        "1<x/>",
        "<x><a>&e;</a></x>",
        "<x><a>&</a></x>",
        "<x><a>&#0;</a></x>",
        "<x><a>&#xD800;</a></x>",
        "<x><a>&#x110000;</a></x>",
        "<x><a>\u0001</a></x>",
        "<x><a>\u0000</a></x>",
        "<x><a>\uFFFE</a></x>",
        "<x><a>]]></a></x>",
        "<x><a b=1/></x>",
        "<x><b:a>1</b:a></x>",
        "<x><!-- -- --></x>",
        "<x><1/></x>",
        " <?xml version=\"1.0\"?><x/>",
        "<?xml version=\"2.0\"?><x/>",
        "<?xml?><x/>",
        "<!DOCTYPE r [\u0001",
        "<!DOCTYPE r [\uFFFE",
      })
  void aBodyThatIsNotXmlIsMalformed(String xml) {
    assertThat(refusalOf(ContentTypes.XML, xml)).isEqualTo(Refusal.MALFORMED_BODY);
    assertThat(detailOf(ContentTypes.XML, xml))
        .matches("The XML is not well-formed(: see line \\d+, column \\d+)?\\.");
  }

  @Test
  void xmlInAnEncodingOtherThanUtf8IsMalformed() {
    String xml = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><x><a>1</a></x>";
    assertThat(refusalOf(ContentTypes.XML, xml.getBytes(StandardCharsets.UTF_16)))
        .isEqualTo(Refusal.MALFORMED_BODY);
    assertThat(refusalOf(ContentTypes.XML, "<x><a>é</a></x>".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(Refusal.MALFORMED_BODY);
  }

  @Test
  void aFieldInTwoSpellingsIsNamedOnce() {
    assertThat(errorsOf(ContentTypes.XML, "<x><a>1</a><A>2</A><a>3</a></x>"))
        .containsExactly("A repeated");
  }

  @Test
  void aFieldThatComesAgainIsAnArray() {
    assertThat(fieldsOf(ContentTypes.XML, "<x><a>1</a><b/><a>2</a></x>"))
        .isEqualTo("{\"a\":[\"1\",\"2\"],\"b\":\"\"}");
    assertThat(fieldsOf(ContentTypes.XML, "<x xmlns:n='urn:n'><a>1</a><n:a>2</n:a></x>"))
        .isEqualTo("{\"a\":[\"1\",\"2\"]}");
  }

  @Test
  void aDocumentHasAtMostTwoHundredFields() {
    assertThat(fieldsOf(ContentTypes.XML, fields(200))).contains("\"f199\":\"1\"");
    assertThat(refusalOf(ContentTypes.XML, fields(201))).isEqualTo(Refusal.INVALID_LEAD);
  }

  /** Each document has as many bytes as a body may have. */
  @Test
  void deepOrManyElementsAreRefused() {
    assertThat(refusalOf(ContentTypes.XML, "<a>".repeat(21_845))).isEqualTo(Refusal.MALFORMED_BODY);
    assertThat(fieldsOf(ContentTypes.XML, "<x>" + "<a/>".repeat(16_000) + "</x>"))
        .startsWith("{\"a\":[\"\",\"\",");
    assertThat(refusalOf(ContentTypes.XML, "<x " + "a=\"\" ".repeat(10_000) + "/>"))
        .isEqualTo(Refusal.MALFORMED_BODY);
    assertThat(refusalOf(ContentTypes.XML, "<" + "x".repeat(65_534)))
        .isEqualTo(Refusal.MALFORMED_BODY);
  }

  private static String fields(int count) {
    StringBuilder xml = new StringBuilder("<x>");
    for (int i = 0; i < count; i++) {
      xml.append("<f%d>1</f%d>".formatted(i, i));
    }
    return xml.append("</x>").toString();
  }
}
