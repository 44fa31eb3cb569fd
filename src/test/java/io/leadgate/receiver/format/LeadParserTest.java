package io.leadgate.receiver.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.leadgate.config.SettingsLoader;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.LeadType;
import io.leadgate.domain.Refusal;
import io.leadgate.receiver.LeadFingerprint;
import io.leadgate.support.ContentTypes;
import io.leadgate.support.JsonCase;
import io.leadgate.web.answer.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows which leads in JSON the parser takes and refuses, without a server. */
class LeadParserTest {

  private static final LeadType ANYTHING = LeadType.unknown(1);

  private final LeadParser parser =
      new LeadParser(
          SettingsLoader.load(
                  Map.of(
                      "LEADGATE_POSTGRES_URI",
                      "postgresql://localhost/leadgate",
                      "LEADGATE_REDIS_URI",
                      "redis://localhost",
                      "LEADGATE_TOKEN_SIGNING_KEYS",
                      "a-key-for-tests-of-more-than-32-bytes"))
              .limits());

  @ParameterizedTest
  @MethodSource("io.leadgate.support.JsonCase#malformed")
  void aBodyThatIsNotAJsonObjectIsMalformed(JsonCase bad) {
    assertThat(bad(bad.body()).refusal()).isEqualTo(Refusal.MALFORMED_BODY);
    assertThat(bad(bad.body()).errors()).isEmpty();
    assertThat(bad(bad.body()).detail())
        .matches("The (body|JSON|lead) is [a-zA-Z0-9 :;,\\\\/-]+\\.|Something .+");
  }

  @ParameterizedTest
  @MethodSource("io.leadgate.support.JsonCase#unstorable")
  void aValueThatCannotBeStoredIsNamedOnce(JsonCase bad) {
    ParsedLead.Bad result = bad(bad.body());

    assertThat(result.refusal()).isEqualTo(Refusal.INVALID_LEAD);
    assertThat(result.errors()).isNotEmpty().doesNotHaveDuplicates();
    assertThat(result.errors())
        .extracting(FieldError::code)
        .isSubsetOf("repeated", "invalid_name", "invalid_value");
    // Half a surrogate pair would be encoded as a question mark.
    assertThat(result.errors())
        .extracting(FieldError::message)
        .allSatisfy(
            message ->
                assertThat(
                        new String(
                            message.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(message)
                    .doesNotContain("\u0000"));
  }

  @ParameterizedTest
  @MethodSource("io.leadgate.support.JsonCase#good")
  void aGoodLeadIsPassedOnAsItCame(JsonCase good) {
    assertThat(parser.parse(ContentTypes.JSON, good.body(), ANYTHING).toEnd())
        .asInstanceOf(type(ParsedLead.Good.class))
        .extracting(ParsedLead.Good::fields)
        .isEqualTo(good.utf8());
    assertThatCode(() -> LeadFingerprint.of(good.utf8())).doesNotThrowAnyException();
    assertThat(Json.readObject(good.utf8().getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Json.Read.Good.class);
  }

  @Test
  void aLeadHasAtMostTwoHundredFields() {
    assertThat(parser.parse(ContentTypes.JSON, fields(200), ANYTHING).toEnd())
        .isInstanceOf(ParsedLead.Good.class);
    assertThat(bad(fields(201)).refusal()).isEqualTo(Refusal.INVALID_LEAD);
    assertThat(bad(fields(201)).detail()).contains("201", "200");
  }

  @Test
  void membersOfAFieldAreNotCounted() {
    byte[] nested =
        ("{\"a\":" + new String(fields(300), StandardCharsets.UTF_8) + "}")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(parser.parse(ContentTypes.JSON, nested, ANYTHING).toEnd())
        .isInstanceOf(ParsedLead.Good.class);
  }

  /**
   * The number stands at many places, because Jackson counts differently where a buffer ends in the
   * number.
   */
  @Test
  void aNumberHasAtMostAHundredCharacters() {
    for (int blanks : IntStream.rangeClosed(32_000, 36_000).filter(n -> n % 97 == 0).toArray()) {
      for (String number : List.of("9".repeat(100), "9".repeat(50) + "." + "9".repeat(49))) {
        String lead = " ".repeat(blanks) + "{\"a\":%s}";

        assertThat(Parsed.fieldsOf(ContentTypes.JSON, lead.formatted(number))).contains(number);
        assertThat(Parsed.errorsOf(ContentTypes.JSON, lead.formatted(number + "9")))
            .containsExactly("a invalid_value");
        assertThat(Parsed.errorsOf(ContentTypes.JSON, lead.formatted("[" + number + "9]")))
            .containsExactly("a invalid_value");
      }
    }
  }

  private static byte[] fields(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"f%d\":%d".formatted(i, i))
        .collect(Collectors.joining(",", "{", "}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private ParsedLead.Bad bad(byte[] body) {
    ParsedBody result = parser.parse(ContentTypes.JSON, body, ANYTHING).toEnd();
    assertThat(result).asInstanceOf(type(ParsedLead.Bad.class)).isNotNull();
    return (ParsedLead.Bad) result;
  }
}
