package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.ProblemText;
import io.leadgate.support.http.VendorFormat;
import io.leadgate.support.http.WholeAnswer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Posts XML that is not well-formed or has more than flat elements. The gateway answers each body
 * with 400, follows no reference, expands no entity, and stores nothing.
 */
class LeadXmlMalformedSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http PLAIN = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final Http VENDOR = PLAIN.with("Content-Type", "application/xml");

  private final Campaign campaign = FIXTURES.campaignOfAnything();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE lead><lead><a>1</a></lead>",
        "<!DOCTYPE lead []><lead><a>1</a></lead>",
        "<!DOCTYPE lead SYSTEM \"http://127.0.0.1:1/lead.dtd\"><lead><a>1</a></lead>",
        "<!DOCTYPE lead PUBLIC \"-//x//y\" \"lead.dtd\"><lead><a>1</a></lead>",
        "<!DOCTYPE lead [<!ENTITY x \"y\">]><lead><a>&x;</a></lead>",
        "<!DOCTYPE lead [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><lead><a>&x;</a></lead>",
        "<!DOCTYPE lead [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/x\"> %x;]><lead><a>1</a></lead>",
        "<!DOCTYPE lead [<!ATTLIST lead a CDATA \"1\">]><lead><a>1</a></lead>",
        "<!doctype lead><lead><a>1</a></lead>"
      })
  void doctypeIs400(String xml) {
    assertMalformed(xml);
  }

  /**
   * Nests ten levels of ten entities, which would fill the memory of a parser that expands
   * entities.
   */
  @Test
  void multiplyingEntitiesAre400() {
    StringBuilder xml = new StringBuilder("<!DOCTYPE lead [<!ENTITY e0 \"xxxxxxxxxx\">");
    for (int i = 1; i < 10; i++) {
      String ten = ("&e" + (i - 1) + ";").repeat(10);
      xml.append("<!ENTITY e").append(i).append(" \"").append(ten).append("\">");
    }

    assertMalformed(xml + "]><lead><a>&e9;</a></lead>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<lead><a>&nbsp;</a></lead>",
        "<lead><a>&x;</a></lead>",
        "<lead><a>&</a></lead>",
        "<lead><a>& b</a></lead>",
        "<lead><a>&lt</a></lead>",
        "<lead><a>&#0;</a></lead>",
        "<lead><a>&#x8;</a></lead>",
        "<lead><a>&#xD800;</a></lead>",
        "<lead><a>&#xD83D;&#xDE00;</a></lead>",
        "<lead><a>&#x110000;</a></lead>",
        "<lead><a>&#;</a></lead>"
      })
  void invalidReferenceIs400(String xml) {
    assertMalformed(xml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<?x y?><lead><a>1</a></lead>",
        "<?xml-stylesheet href=\"x\"?><lead><a>1</a></lead>",
        "<lead><?x y?><a>1</a></lead>",
        "<lead><a>1<?x y?></a></lead>",
        "<lead><a>1</a></lead><?x y?>",
        "<lead a=\"1\"/>",
        "<lead id=\"1\"><a>1</a></lead>",
        "<lead><a b=\"1\">1</a></lead>",
        "<lead><a><b>1</b></a></lead>",
        "<lead><a>1<b/></a></lead>",
        "<lead>x<a>1</a></lead>",
        "<lead><a>1</a><![CDATA[x]]></lead>"
      })
  void xmlBeyondFlatElementsIs400(String xml) {
    assertMalformed(xml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a=1",
        "{\"a\":\"1\"}",
        "<",
        "<lead>",
        "<lead><a>1</lead>",
        "<lead><a>1</b></lead>",
        "<lead><a>1</a></Lead>",
        "<lead><a>1</a></lead><lead/>",
        "<lead><a>1</a></lead>x",
        "x<lead><a>1</a></lead>",
        " <?xml version=\"1.0\"?><lead/>",
        "<lead><1>1</1></lead>",
        "<lead><a>\u0001</a></lead>",
        "<lead><a>\u0000</a></lead>",
        "<lead><a>\uffff</a></lead>",
        "<lead><a>]]></a></lead>",
        "<lead><a><![CDATA[1</a></lead>",
        "<lead><!-- -- --><a>1</a></lead>",
        "<lead><!-- <a>1</a></lead>",
        "</lead>"
      })
  void malformedXmlIs400(String xml) {
    assertMalformed(xml);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-16LE", "UTF-7", "x", ""})
  void encodingOtherThanUtf8Is400(String encoding) {
    assertMalformed(
        "<?xml version=\"1.0\" encoding=\"%s\"?><lead><a>1</a></lead>".formatted(encoding));
  }

  @Test
  void invalidUtf8Is400() {
    for (Charset other :
        List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
      assertMalformed("<lead><a>\u00e9\u00ff</a></lead>".getBytes(other));
    }
  }

  /** The elements are as deep as the byte limit of a body allows. */
  @Test
  void deeplyNestedXmlIs400() {
    assertMalformed("<lead>" + "<a>".repeat(9_000) + "</a>".repeat(9_000) + "</lead>");
    assertMalformed("<a>".repeat(21_000));
  }

  private void assertMalformed(String xml) {
    assertMalformed(xml.getBytes(StandardCharsets.UTF_8));
  }

  private void assertMalformed(byte[] xml) {
    Answer answer = VENDOR.post(campaign.leads(), xml);

    assertThat(WholeAnswer.of(answer))
        .isEqualTo(
            WholeAnswer.problem(
                ProblemText.of(
                    400, "malformed-body", "The body cannot be read", answer.text("detail"))));
    assertThat(answer.text("detail")).isNotBlank().doesNotContain("xception", "hostname");
    assertThat(StoredRows.of(FIXTURES, campaign)).isEqualTo(StoredRows.NONE);
  }

  @AfterEach
  void assertThatTheNextGoodLeadIsAccepted() {
    assertThat(VendorFormat.XML.post(PLAIN, campaign.leads(), VendorFormat.LEAD).status())
        .isEqualTo(201);
  }
}
