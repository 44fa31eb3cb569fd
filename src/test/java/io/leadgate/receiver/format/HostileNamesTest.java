package io.leadgate.receiver.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.fuzz.CostlyBody;
import io.leadgate.receiver.LeadFingerprint;
import io.leadgate.support.ContentTypes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Shows that names that were made to be long, or to have one hash in Jackson's table of names, are
 * read like other names.
 */
class HostileNamesTest {

  @Test
  void aLeadWithHostileNamesIsTaken() {
    String lead = "{\"a\":%s}".formatted(fields(0, 1_000));

    assertThat(Parsed.fieldsOf(ContentTypes.JSON, lead)).isEqualTo(lead);
  }

  @Test
  void aLeadBesideALeadOfHostileNamesIsTaken() {
    List<ParsedBody.Item> items = Parsed.items("[{},%s,{}]".formatted(fields(1_000, 1_000)));

    assertThat(items).hasSize(3);
    assertThat(Parsed.bad(items.get(1).lead()).detail()).contains("1000 fields");
  }

  /** The test reads ten forms, because a table of names remembers the names of earlier leads. */
  @Test
  void aFormOfNamesWithEqualHashesHasAFingerprint() {
    assertThat(IntStream.range(0, 10).mapToObj(i -> form(2_000 + 190 * i, 190)))
        .extracting(LeadFingerprint::of)
        .doesNotHaveDuplicates();
  }

  @Test
  void aFormWithANameAsLongAsABodyHasAFingerprint() {
    String fields = Parsed.fieldsOf(ContentTypes.FORM, "n".repeat(65_536));

    assertThat(LeadFingerprint.of(fields)).isNotEqualTo(LeadFingerprint.of("{}"));
  }

  private static String form(int from, int count) {
    return Parsed.fieldsOf(
        ContentTypes.FORM, names(from, count).collect(Collectors.joining("=1&", "", "=1")));
  }

  private static String fields(int from, int count) {
    return names(from, count).map("\"%s\":1"::formatted).collect(Collectors.joining(",", "{", "}"));
  }

  private static Stream<String> names(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(i -> CostlyBody.hashed(i, "b>"));
  }
}
