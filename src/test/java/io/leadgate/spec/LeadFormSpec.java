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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Posts leads as HTML forms, which the gateway reads by the URL standard of the WHATWG. Invalid
 * UTF-8 is refused.
 */
class LeadFormSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));

  private final Campaign campaign = FIXTURES.campaignOfAnything();

  static Stream<Arguments> good() {
    return Stream.of(
        arguments("a=Ada+Maria&b=1%2B1", "{\"a\":\"Ada Maria\",\"b\":\"1+1\"}"),
        arguments("a=O%27Hara&b=%C3%A9&c=%e4%b8%96", "{\"a\":\"O'Hara\",\"b\":\"é\",\"c\":\"世\"}"),
        arguments("a=é世", "{\"a\":\"é世\"}"),
        arguments("a+b=1&c%20d=2&%65=3", "{\"a b\":\"1\",\"c d\":\"2\",\"e\":\"3\"}"),
        arguments("&&a=1&&&b=2&", "{\"a\":\"1\",\"b\":\"2\"}"),
        arguments("a=&b", "{\"a\":\"\",\"b\":\"\"}"),
        arguments("a=1=2&b==", "{\"a\":\"1=2\",\"b\":\"=\"}"),
        arguments(
            "a=100%&b=%zz&c=%4&d=%%41", "{\"a\":\"100%\",\"b\":\"%zz\",\"c\":\"%4\",\"d\":\"%A\"}"),
        arguments("a=1;b=2", "{\"a\":\"1;b=2\"}"),
        arguments("a=1&b=2&a=3", "{\"a\":[\"1\",\"3\"],\"b\":\"2\"}"),
        arguments("a=1&%61=1", "{\"a\":[\"1\",\"1\"]}"),
        arguments("a[]=1&b%5B%5D=2&b[]=3", "{\"a[]\":[\"1\"],\"b[]\":[\"2\",\"3\"]}"),
        arguments("a%3D=%26&b=%3D", "{\"a=\":\"&\",\"b\":\"=\"}"),
        arguments("a=%22%5C%2F&%22=1", "{\"a\":\"\\\"\\\\/\",\"\\\"\":\"1\"}"),
        arguments("a=%09x%0D%0Ay%01", "{\"a\":\"\\tx\\r\\ny\\u0001\"}"),
        arguments(
            "a=true&b=null&c=7&d=%7B%7D",
            "{\"a\":\"true\",\"b\":\"null\",\"c\":\"7\",\"d\":\"{}\"}"));
  }

  @ParameterizedTest
  @MethodSource("good")
  void formIsStoredAsStrings(String form, String fields) {
    Answer answer = post(FORM, form.getBytes(StandardCharsets.UTF_8));

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(StoredRows.hasLead(FIXTURES, campaign, answer.json(), fields)).isTrue();
    assertThat(rows()).isEqualTo(new StoredRows(1, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"a=1&b=2&A=1, A", "a=1&a=2&%41=1, A"})
  void nameInTwoSpellingsIs422(String form, String name) {
    assertThat(WholeAnswer.of(post(FORM, form.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(
            refused(
                name, "repeated", "is there twice; names that differ only in case are one field"));
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%00", "b=1&a=x%00y"})
  void valueWithNulIs422(String form) {
    assertThat(WholeAnswer.of(post(FORM, form.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(refused("a", "invalid_value", "has a character that cannot be stored"));
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  /** The forms are sent in Latin-1, so that each character is one byte. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=%FF",
        "a=%C3",
        "a=%C3x",
        "a=%C0%80",
        "a=%ED%A0%80",
        "a=%F4%90%80%80",
        "%FF=1",
        "a=\u00ff",
        "a=\u00c3",
        "a=1&b=%e9t%e9"
      })
  void invalidUtf8Is400(String form) {
    Answer answer = post(FORM, form.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(WholeAnswer.of(answer))
        .isEqualTo(
            WholeAnswer.problem(
                ProblemText.of(
                    400, "malformed-body", "The body cannot be read", answer.text("detail"))));
    assertThat(answer.text("detail")).contains("UTF-8");
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-www-form-urlencoded; charset=utf-8, 201",
    "Application/X-WWW-Form-Urlencoded;Charset=\"UTF-8\", 201",
    "application/x-www-form-urlencoded; charset=iso-8859-1, 415"
  })
  void mediaTypeMayNameOnlyUtf8(String type, int status) {
    Answer answer = post(type, "a=1".getBytes(StandardCharsets.UTF_8));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(rows()).isEqualTo(new StoredRows(status == 201 ? 1 : 0, 0, 0));
  }

  private static WholeAnswer refused(String name, String code, String message) {
    return WholeAnswer.problem(ProblemText.invalidField(name, code, message));
  }

  private Answer post(String type, byte[] body) {
    return VENDOR.with("Content-Type", type).post(campaign.leads(), body);
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }
}
