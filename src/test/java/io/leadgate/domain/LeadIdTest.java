package io.leadgate.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.receiver.LeadIds;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeadIdTest {

  @Test
  void anIdIsAUuidOfVersion7WithItsTime() {
    LeadIds ids = new LeadIds(new SplittableRandom(1));
    for (long millis : new long[] {0, 1, 1_795_000_000_000L, (1L << 48) - 1}) {
      LeadId id = ids.next(millis);

      assertThat(id.value().version()).isEqualTo(7);
      assertThat(id.value().variant()).isEqualTo(2);
      assertThat(id.time()).isEqualTo(Instant.ofEpochMilli(millis));
    }
  }

  @Test
  void idsSortByTime() {
    LeadIds ids = new LeadIds(new SplittableRandom(1));

    assertThat(ids.next(1_795_000_000_000L).toString())
        .isLessThan(ids.next(1_795_000_000_001L).toString());
  }

  @Test
  void anIdIsReadFromTheTextOfAUuid() {
    String text = "01a20c8e-1e10-7a44-b2ca-7cd0716bb438";

    assertThat(LeadId.parse(text)).contains(new LeadId(UUID.fromString(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1-1-1-1-1", "01a20c8e1e107a44b2ca7cd0716bb438"})
  void aTextThatIsNotAnIdIsRefused(String text) {
    assertThat(LeadId.parse(text)).isEmpty();
  }
}
