package io.leadgate.spec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts leads as multipart/form-data, as PHP's cURL and the FormData of browsers do. */
class LeadMultipartSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final String TYPE = "multipart/form-data; boundary=----x7";
  private static final String EMPTY_FILE =
      String.join(
          "\r\n",
          "Content-Disposition: form-data; name=\"cv\"; filename=\"\"",
          "Content-Type: application/octet-stream",
          "",
          "");

  private final Campaign campaign = FIXTURES.campaignOfAnything();

  private static String field(String name, String value) {
    return "Content-Disposition: form-data; name=\"%s\"\r\n\r\n%s".formatted(name, value);
  }

  private static String body(String... parts) {
    return "------x7\r\n" + String.join("\r\n------x7\r\n", parts) + "\r\n------x7--\r\n";
  }

  static Stream<Arguments> good() {
    return Stream.of(
        arguments(body(field("a", "1"), field("b", "x+y %41")), "{\"a\":\"1\",\"b\":\"x+y %41\"}"),
        arguments(body(field("a", "Zo\u00eb \u4e16")), "{\"a\":\"Zo\u00eb \u4e16\"}"),
        arguments(body(field("a", "one\r\ntwo")), "{\"a\":\"one\\r\\ntwo\"}"),
        arguments(body(field("a", "")), "{\"a\":\"\"}"),
        arguments(
            body(field("a", "1"), field("b", "2"), field("a", "3")),
            "{\"a\":[\"1\",\"3\"],\"b\":\"2\"}"),
        arguments(body(field("i[]", "solar")), "{\"i[]\":[\"solar\"]}"),
        arguments(body(field("a", "1"), EMPTY_FILE), "{\"a\":\"1\"}"),
        arguments(
            body(
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain;"
                    + " charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\u00e9"),
            "{\"a\":\"\u00e9\"}"),
        arguments(
            body(field("a", "Content-Transfer-Encoding: base64\r\nMIME")),
            "{\"a\":\"Content-Transfer-Encoding: base64\\r\\nMIME\"}"),
        arguments("a line before\r\n" + body(field("a", "1")) + "a line behind", "{\"a\":\"1\"}"));
  }

  @ParameterizedTest
  @MethodSource("good")
  void partsAreStoredAsStrings(String body, String fields) {
    Answer answer = post(TYPE, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(StoredRows.hasLead(FIXTURES, campaign, answer.json(), fields)).isTrue();
  }

  @Test
  void fileIsRefusedByItsName() {
    Answer answer =
        post(
            TYPE,
            body(
                field("a", "1"),
                "Content-Disposition: form-data; name=\"cv\"; filename=\"cv.txt\"\r\n\r\nhello"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("detail")).isEqualTo("The part cv is a file; a lead has texts alone.");
    assertThat(FIXTURES.storedLeads(campaign)).isZero();
  }

  static Stream<String> broken() {
    String good = body(field("a", "1"), field("b", "2"));
    return Stream.of(
        good.substring(0, good.length() - 6),
        good.substring(0, good.length() / 2),
        good.replace("------x7", "------y"),
        "------x7--\r\n".substring(2),
        "hello",
        body("\r\n1"),
        body("Content-Disposition: form-data\r\n\r\n1"),
        body("Content-Type: text/plain\r\n\r\n1"));
  }

  /** No part of a lead is lost in silence. */
  @ParameterizedTest
  @MethodSource("broken")
  void brokenBodyIs400(String body) {
    Answer answer = post(TYPE, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.text("detail")).startsWith("The multipart body cannot be read: ");
    assertThat(FIXTURES.storedLeads(campaign)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary="})
  void missingBoundaryIs400(String type) {
    Answer answer = post(type, body(field("a", "1")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("detail")).startsWith("The multipart body cannot be read: ");
  }

  @Test
  void textThatIsNotUtf8Is400() {
    Answer answer =
        VENDOR
            .with("Content-Type", TYPE)
            .post(campaign.leads(), body(field("a", "Zo\u00eb")).getBytes(ISO_8859_1));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("detail"))
        .isEqualTo("The part a is not valid UTF-8; send its text in UTF-8.");
  }

  @Test
  void fileOfAnyBytesIsRefusedByItsName() {
    byte[] photo =
        body("Content-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n"
                + "Content-Type: image/jpeg\r\n\r\n\u00ff\u00d8\u00ff\u00e0")
            .getBytes(ISO_8859_1);
    Answer answer = VENDOR.with("Content-Type", TYPE).post(campaign.leads(), photo);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("detail"))
        .isEqualTo("The part photo is a file; a lead has texts alone.");
  }

  @Test
  void codedPartIsRefusedByItsCoding() {
    Answer answer =
        post(
            TYPE,
            body(
                field("b", "2"),
                "Content-Disposition: form-data; name=\"a\"\r\n"
                    + "Content-Transfer-Encoding: base64\r\n\r\nYQ=="));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("detail"))
        .isEqualTo("A part has the Content-Transfer-Encoding base64; send its text as it is.");
  }

  @Test
  void manyPartsAre422() {
    String[] parts = new String[700];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = field("f" + i, "");
    }
    Answer answer = post(TYPE, body(parts));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("detail")).isEqualTo("The lead has 700 fields; at most 200 are taken.");
  }

  private Answer post(String type, String body) {
    return VENDOR.with("Content-Type", type).post(campaign.leads(), body.getBytes(UTF_8));
  }
}
