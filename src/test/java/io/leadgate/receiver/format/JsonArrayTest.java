package io.leadgate.receiver.format;

import static io.leadgate.receiver.format.Parsed.bad;
import static io.leadgate.receiver.format.Parsed.detailOf;
import static io.leadgate.receiver.format.Parsed.errors;
import static io.leadgate.receiver.format.Parsed.fields;
import static io.leadgate.receiver.format.Parsed.items;
import static io.leadgate.receiver.format.Parsed.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Refusal;
import io.leadgate.support.ContentTypes;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows into which leads an array is split, and that a bad lead does no harm to the others. */
class JsonArrayTest {

  private static final String GOOD = "{\"a\":1}";

  @Test
  void eachLeadIsPassedOnAsItCame() {
    assertThat(items(" [ { \"a\" : 1.50 } ,\n{\"é😀\":\"\\u00e9\"},{}]").stream())
        .extracting(item -> fields(item.lead()))
        .containsExactly("{ \"a\" : 1.50 }", "{\"é😀\":\"\\u00e9\"}", "{}");
  }

  @Test
  void aWrapperHoldsTheFieldsOfALeadAndItsKey() {
    ParsedBody.Item item =
        items("[{ \"idempotency_key\" : \"k\", \"fields\" : { \"a\": [1] } }]").getFirst();

    assertThat(fields(item.lead())).isEqualTo("{ \"a\": [1] }");
    assertThat(item.key()).contains("k");
  }

  @Test
  void theKeyOfAWrapperMayComeLastBeMissingOrBeNull() {
    assertThat(items("[{\"fields\":{},\"idempotency_key\":\"k\"}]").getFirst().key()).contains("k");
    assertThat(items("[{\"fields\":{}}]").getFirst().key()).isEmpty();
    assertThat(items("[{\"fields\":{},\"idempotency_key\":null}]").getFirst().key()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"fields\":1}",
        "{\"fields\":[{}]}",
        "{\"fields\":\"{}\",\"idempotency_key\":\"k\"}",
        "{\"idempotency_key\":\"k\"}",
        "{\"Fields\":{\"a\":1}}",
      })
  void anObjectWithoutAnObjectOfFieldsIsReadAsALead(String item) {
    ParsedBody.Item read = items("[" + item + "]").getFirst();

    assertThat(fields(read.lead())).isEqualTo(item);
    assertThat(read.key()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"\"", "{}", "[]", "\"a\\u0001\"", "true"})
  void aBadKeyIsRefused(String key) {
    ParsedLead lead =
        items("[{\"idempotency_key\":%s,\"fields\":{}}]".formatted(key)).getFirst().lead();

    assertThat(bad(lead).refusal()).isEqualTo(Refusal.INVALID_IDEMPOTENCY_KEY);
  }

  @Test
  void anUnknownOrRepeatedMemberOfAWrapperIsRefused() {
    ParsedLead lead =
        items("[{\"fields\":{},\"x\":{\"fields\":{}},\"fields\":{},\"x\":1,\"y\":[]}]")
            .getFirst()
            .lead();

    assertThat(bad(lead).refusal()).isEqualTo(Refusal.INVALID_LEAD);
    assertThat(errors(lead))
        .containsExactly("x unknown_member", "fields repeated", "y unknown_member");
  }

  /** Items that are JSON and not good leads. Each item stands between two good leads. */
  static Stream<String> badItems() {
    return Stream.of(
        "1",
        "null",
        "\"x\"",
        "[]",
        "[[{}]]",
        "-0.0e-7",
        "{\"a\":1,\"A\":2}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":1e999}",
        "{\"a\":%s}".formatted("1".repeat(1_001)),
        "{\"a\":%s1%s}".formatted("[".repeat(5), "]".repeat(5)),
        "{\"a\":%s1%s}".formatted("[".repeat(900), "]".repeat(900)),
        "{\"a\":\"%s\"}".formatted("x".repeat(65_529)),
        "{\"a\":\"%s\"}".formatted("é".repeat(32_765)),
        manyFields(201),
        manyFields(50_000));
  }

  @ParameterizedTest
  @MethodSource("badItems")
  void aBadLeadDoesNoHarmToItsNeighbours(String bad) {
    List<ParsedBody.Item> items = items("[%s,%s,%s]".formatted(GOOD, bad, GOOD));

    assertThat(items).hasSize(3);
    assertThat(fields(items.get(0).lead())).isEqualTo(GOOD);
    assertThat(items.get(1).lead()).isInstanceOf(ParsedLead.Bad.class);
    assertThat(fields(items.get(2).lead())).isEqualTo(GOOD);
  }

  @Test
  void aLeadOfAnArrayHasAtMostTheBytesOfALead() {
    String lead = "{\"a\":\"%s\"}".formatted("x".repeat(65_528));

    assertThat(fields(items("[" + lead + "]").getFirst().lead())).isEqualTo(lead);
    assertThat(bad(items("[" + lead.replace("a", "aa") + "]").getFirst().lead()).refusal())
        .isEqualTo(Refusal.BODY_TOO_LARGE);
  }

  @Test
  void anArrayHasAtMostAThousandLeads() {
    assertThat(items(leads(1_000))).hasSize(1_000);
    assertThat(refusalOf(ContentTypes.JSON, leads(1_001))).isEqualTo(Refusal.BODY_TOO_LARGE);
    assertThat(detailOf(ContentTypes.JSON, leads(1_001)))
        .isEqualTo("An array has at most 1000 leads; send the others in another.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "[[",
        "[{",
        "[{}",
        "[{},",
        "[{},]",
        "[{}}",
        "[{}] x",
        "[{}][",
        "[{\"a\"}]",
        "[{\"a\":}]",
        "[{\"a\":1,}]",
        "[nul]",
        "[01]",
        "[{\"a\":\"\u0001\"}]",
        "[{a:1}]",
        "[{}]]"
      })
  void aBrokenArrayIsRefusedWhole(String array) {
    assertThat(refusalOf(ContentTypes.JSON, array)).isEqualTo(Refusal.MALFORMED_BODY);
  }

  @Test
  void anArrayThatIsTooDeepIsRefusedWhole() {
    assertThat(refusalOf(ContentTypes.JSON, "[".repeat(1_048_576)))
        .isEqualTo(Refusal.MALFORMED_BODY);
    assertThat(refusalOf(ContentTypes.JSON, "[" + "{\"a\":".repeat(150_000)))
        .isEqualTo(Refusal.MALFORMED_BODY);
  }

  private static String leads(int count) {
    return Collections.nCopies(count, GOOD).stream().collect(Collectors.joining(",", "[", "]"));
  }

  private static String manyFields(int count) {
    return Stream.iterate(0, i -> i + 1)
        .limit(count)
        .map(i -> "\"f%d\":1".formatted(i))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
