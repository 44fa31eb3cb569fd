package io.leadgate.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests the names of fields that a dedupe window ignores. */
class DedupeTest {

  private final Dedupe dedupe =
      new Dedupe(Optional.empty(), List.of("Sent_At", "sent_at", "\u00c4", "plain"));

  @Test
  void namesAreReadyInLowerCaseOnce() {
    assertThat(dedupe.ignoredInLowerCase())
        .containsExactlyInAnyOrder("sent_at", "\u00e4", "plain")
        .isSameAs(dedupe.ignoredInLowerCase());
  }

  @Test
  void namesAreKeptAsWritten() {
    assertThat(dedupe.ignored()).containsExactly("Sent_At", "sent_at", "\u00c4", "plain");
  }

  @Test
  void aNameThatIsInLowerCaseTakesNoMemoryTwice() {
    assertThat(dedupe.ignoredInLowerCase())
        .filteredOn("plain"::equals)
        .singleElement()
        .isSameAs(dedupe.ignored().getLast());
  }
}
