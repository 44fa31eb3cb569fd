package io.leadgate.receiver.format;

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

/** Shows how the parser reads forms. */
class FormLeadTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a=1                  | {"a":"1"}
          a=1&b=2              | {"a":"1","b":"2"}
          b=2&a=1              | {"b":"2","a":"1"}
          a                    | {"a":""}
          a=                   | {"a":""}
          a=b=c                | {"a":"b=c"}
          a==                  | {"a":"="}
          &&a=1&&              | {"a":"1"}
          =1                   | {"":"1"}
          a+b=c+d              | {"a b":"c d"}
          a=%2B%26%3D%25       | {"a":"+&=%"}
          %61=%62              | {"a":"b"}
          a=100%               | {"a":"100%"}
          a=%                  | {"a":"%"}
          a=%4                 | {"a":"%4"}
          a=%4g&b=1            | {"a":"%4g","b":"1"}
          a=%%41               | {"a":"%A"}
          a=%22%5C%0A          | {"a":"\\"\\\\\\n"}
          a=%01                | {"a":"\\u0001"}
          a=%C3%A9             | {"a":"é"}
          a=é                  | {"a":"é"}
          a=%F0%9F%98%80       | {"a":"😀"}
          a=1;b=2              | {"a":"1;b=2"}
          &                    | {}
          """)
  void aFormIsReadAsBrowsersWriteIt(String form, String fields) {
    assertThat(fieldsOf(ContentTypes.FORM, form)).isEqualTo(fields);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%FF", "a=%C3", "%ED%A0%80=1", "a=%C0%80", "a=1&b=%F4%90%80%80"})
  void escapesThatAreNotUtf8AreMalformed(String form) {
    assertThat(refusalOf(ContentTypes.FORM, form)).isEqualTo(Refusal.MALFORMED_BODY);
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    assertThat(refusalOf(ContentTypes.FORM, "a=é".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(Refusal.MALFORMED_BODY);
  }

  @Test
  void anEmptyBodyIsMalformed() {
    assertThat(refusalOf(ContentTypes.FORM, "")).isEqualTo(Refusal.MALFORMED_BODY);
  }

  @ParameterizedTest
  @CsvSource({
    "a=1&A=2, A repeated",
    "a=%00, a invalid_value",
    "%00=1, \uFFFD invalid_name",
  })
  void aFieldThatCannotBeStoredIsNamedOnce(String form, String error) {
    assertThat(errorsOf(ContentTypes.FORM, form)).containsExactly(error);
  }

  @Test
  void aFormHasAtMostTwoHundredFields() {
    assertThat(fieldsOf(ContentTypes.FORM, fields(200))).contains("\"f199\":\"1\"");
    assertThat(refusalOf(ContentTypes.FORM, fields(201))).isEqualTo(Refusal.INVALID_LEAD);
    assertThat(fieldsOf(ContentTypes.FORM, "a&".repeat(32_768))).startsWith("{\"a\":[\"\",\"\",");
  }

  private static String fields(int count) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < count; i++) {
      form.append("&f").append(i).append("=1");
    }
    return form.toString();
  }
}
