package io.leadgate.support.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Tests with readers other than the gateway's that a body holds the fields it is made of. */
class VendorFormatTest {

  private static final Map<String, String> FIELDS =
      VendorFormat.fields("first_name", "A & <b>\"\\+=%41;\u00e9\ud83d\ude00", "note", "");

  @ParameterizedTest
  @EnumSource(names = {"FORM", "GZIP_FORM"})
  void formHoldsTheFields(VendorFormat format) {
    Map<String, String> read = new LinkedHashMap<>();
    for (String pair : text(format).split("&", -1)) {
      String[] parts = pair.split("=", 2);
      read.put(decoded(parts[0]), decoded(parts[1]));
    }

    assertThat(read).isEqualTo(FIELDS);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(names = {"XML", "GZIP_XML"})
  void xmlHoldsTheFields(VendorFormat format) throws Exception {
    Map<String, String> read = new LinkedHashMap<>();
    byte[] bytes = text(format).getBytes(StandardCharsets.UTF_8);
    NodeList children =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(bytes))
            .getDocumentElement()
            .getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      Node child = children.item(i);
      read.put(child.getNodeName(), child.getTextContent());
    }

    assertThat(read).isEqualTo(FIELDS);
  }

  @ParameterizedTest
  @EnumSource(names = {"ARRAY", "ARRAY_OF_THREE", "GZIP_ARRAY"})
  void eachItemOfAnArrayHoldsTheFields(VendorFormat format) {
    JsonNode array = Schemas.read(text(format));

    assertThat(array).hasSize(format.leads());
    assertThat(array).allMatch(item -> item.equals(Schemas.read(VendorFormat.stored(FIELDS))));
  }

  private static String text(VendorFormat format) {
    byte[] body = format.body(FIELDS);
    byte[] inflated = format.name().startsWith("GZIP") ? Gzip.inflated(body).orElseThrow() : body;
    assertThat(new String(inflated, StandardCharsets.UTF_8)).isEqualTo(format.text(FIELDS));
    return new String(inflated, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void bodyCanBeFilledToANumberOfBytes(VendorFormat format) {
    assertThat(format.text(format.filledTo(70_000)).length())
        .isBetween(70_000, 70_000 + format.leads() - 1);
  }

  @Test
  void bytesThatAreNotGzipAreNotInflated() {
    assertThat(Gzip.inflated(new byte[] {'{', '}'})).isEmpty();
  }
}
