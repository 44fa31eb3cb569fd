package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.ProblemText;
import io.leadgate.support.http.WholeAnswer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Posts leads as flat XML. LeadXmlMalformedSpec has the XML that is refused. */
class LeadXmlSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR =
      GATEWAY.api().bearer(FIXTURES.token("lead_receiver")).with("Content-Type", "application/xml");

  private final Campaign campaign = FIXTURES.campaignOfAnything();

  static Stream<Arguments> good() {
    return Stream.of(
        arguments("<lead><a>Ada</a><b>Love</b></lead>", "{\"a\":\"Ada\",\"b\":\"Love\"}"),
        arguments("<x><a>1</a></x>", "{\"a\":\"1\"}"),
        arguments("\n<lead >\n  <a\n>1</a >\r\n\t<b>2</b>\n</lead>\n", "{\"a\":\"1\",\"b\":\"2\"}"),
        arguments("<lead><a> 1  2 </a></lead>", "{\"a\":\" 1  2 \"}"),
        arguments("<lead><a/><b></b><c /></lead>", "{\"a\":\"\",\"b\":\"\",\"c\":\"\"}"),
        arguments("<lead/>", "{}"),
        arguments("<?xml version=\"1.0\"?><lead><a>1</a></lead>", "{\"a\":\"1\"}"),
        arguments(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<lead><a>\u00e9\u4e16</a></lead>",
            "{\"a\":\"\u00e9\u4e16\"}"),
        arguments("<?xml version='1.0' encoding='utf-8'?><lead><a>1</a></lead>", "{\"a\":\"1\"}"),
        arguments("\ufeff<lead><a>1</a></lead>", "{\"a\":\"1\"}"),
        arguments(
            "<!-- 1 --><lead><!-- 2 --><a>x<!-- <b>3</b> -->y</a></lead><!-- 4 -->",
            "{\"a\":\"xy\"}"),
        arguments("<lead><a><![CDATA[A & <b>]]></a></lead>", "{\"a\":\"A & <b>\"}"),
        arguments("<lead><a>x<![CDATA[y]]>z<![CDATA[]]></a></lead>", "{\"a\":\"xyz\"}"),
        arguments("<lead><a>&lt;&gt;&amp;&quot;&apos;</a></lead>", "{\"a\":\"<>&\\\"'\"}"),
        arguments(
            "<lead><a>&#65;&#x42;&#233;&#x1F600;</a></lead>", "{\"a\":\"AB\u00e9\ud83d\ude00\"}"),
        arguments("<lead><a>&amp;lt;</a></lead>", "{\"a\":\"&lt;\"}"),
        arguments("<lead><a>\"\\/</a></lead>", "{\"a\":\"\\\"\\\\/\"}"),
        arguments(
            "<lead><a>true</a><b>null</b><c>{}</c></lead>",
            "{\"a\":\"true\",\"b\":\"null\",\"c\":\"{}\"}"),
        arguments("<lead xmlns=\"urn:x\" xmlns:y='urn:y'><a>1</a></lead>", "{\"a\":\"1\"}"),
        arguments("<lead><a xmlns=\"urn:x\">1</a></lead>", "{\"a\":\"1\"}"),
        arguments("<lead><\u00e9-1._x>1</\u00e9-1._x></lead>", "{\"\u00e9-1._x\":\"1\"}"));
  }

  @ParameterizedTest
  @MethodSource("good")
  void xmlIsStoredAsStrings(String xml, String fields) {
    Answer answer = post(xml);

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(StoredRows.hasLead(FIXTURES, campaign, answer.json(), fields)).isTrue();
    assertThat(rows()).isEqualTo(new StoredRows(1, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "text/xml, 201",
    "Text/XML; Charset=UTF-8, 201",
    "application/xml;charset=\"utf-8\", 201",
    "application/xml; charset=utf-16, 415",
    "text/xml; charset=iso-8859-1, 415",
    "application/xhtml+xml, 201",
    "application/soap+xml, 201",
    "application/xml-dtd, 415"
  })
  void mediaTypeMayNameOnlyUtf8(String type, int status) {
    Http other = GATEWAY.api().bearer(FIXTURES.token("lead_receiver")).with("Content-Type", type);

    assertThat(other.post(campaign.leads(), "<lead><a>1</a></lead>").status()).isEqualTo(status);
    assertThat(rows()).isEqualTo(new StoredRows(status == 201 ? 1 : 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"<l><a>1</a><a>1</a><A>1</A></l>, A", "<l><a>1</a><b/><A/></l>, A"})
  void nameInTwoSpellingsIs422(String xml, String name) {
    assertThat(WholeAnswer.of(post(xml)))
        .isEqualTo(
            WholeAnswer.problem(
                ProblemText.invalidField(
                    name,
                    "repeated",
                    "is there twice; names that differ only in case are one field")));
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @Test
  void missingRequiredFieldsAre422() {
    Answer answer = VENDOR.post(FIXTURES.campaign().leads(), "<lead/>");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("detail")).startsWith("3 fields are not valid");
    assertThat(answer.json().at("/errors/2/code").asText()).isEqualTo("required");
  }

  private Answer post(String xml) {
    return VENDOR.post(campaign.leads(), xml.getBytes(StandardCharsets.UTF_8));
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }
}
