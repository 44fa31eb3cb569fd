package io.leadgate.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests which earlier leads a look-back reaches. */
class LeadHashTest {

  private static final Instant RECEIVED = Instant.parse("2026-03-30T10:00:00.123Z");
  private static final Duration THREE_DAYS = Duration.ofDays(3);
  private static final UUID HASH = new UUID(1, 2);

  private final LeadHash hash =
      LeadHash.judged(HASH, new HashUse.Judge(List.of("Email"), 3, true), RECEIVED);

  private static UUID leastIdAt(Instant time) {
    return LeadId.of(time.toEpochMilli(), 0, 0).value();
  }

  /** Postgres compares the bytes of two ids without a sign; ids of our time have no first bit. */
  @Test
  void lookBackReachesALeadOfThatTimeAndNoOlderLead() {
    assertThat(leastIdAt(RECEIVED.minus(THREE_DAYS))).isGreaterThanOrEqualTo(hash.cutoff());
    assertThat(LeadId.of(RECEIVED.minus(THREE_DAYS).minusMillis(1).toEpochMilli(), -1, -1).value())
        .isLessThan(hash.cutoff());
  }

  @Test
  void judgedHashKeepsTheSetAndTheActionOfItsRule() {
    assertThat(hash.hash()).isEqualTo(HASH);
    assertThat(hash.set()).containsExactly("Email");
    assertThat(hash.rejects()).isTrue();
  }

  @Test
  void notedHashReachesNoLead() {
    LeadHash noted = LeadHash.noted(HASH);

    assertThat(noted.cutoff()).hasToString("ffffffff-ffff-ffff-ffff-ffffffffffff");
    assertThat(noted.rejects()).isFalse();
    assertThat(noted.set()).isEmpty();
  }
}
