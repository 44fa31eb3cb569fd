package io.leadgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusedCallersTest {

  private static final UUID CLIENT = new UUID(1, 2);
  private static final String ADDRESS = "203.0.113.1";
  private static final int OFTEN = RefusedCallers.TIMES_MAX + 1;

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final RefusedCallers callers = new RefusedCallers(() -> now);

  @Test
  void clientBeyondTheBoundIsToldOnceWithItsMostFrequentRefusal() {
    refuse(5, "invalid-lead", 422, Optional.of(CLIENT), "");
    refuse(OFTEN - 5, "unsupported-media-type", 415, Optional.of(CLIENT), "");
    assertThat(callers.takeTold()).as("the minute goes on").isEmpty();
    nextMinute();

    assertThat(callers.takeTold())
        .containsExactly(
            new Event.CallerRefused(
                new Event.Caller.Client(CLIENT), OFTEN, "unsupported-media-type"));
    nextMinute();
    assertThat(callers.takeTold()).isEmpty();
  }

  @Test
  void callerAtTheBoundIsNotTold() {
    refuse(RefusedCallers.TIMES_MAX, "not-found", 404, Optional.empty(), ADDRESS);
    nextMinute();

    assertThat(callers.takeTold()).isEmpty();
  }

  @Test
  void faultsOfTheGatewayAreNotCounted() {
    refuse(OFTEN, "overloaded", 503, Optional.empty(), ADDRESS);
    nextMinute();

    assertThat(callers.takeTold()).isEmpty();
  }

  @Test
  void strangersBeyondTheTableLeaveRoomForKnownCallers() {
    refuse(1, "not-found", 404, Optional.empty(), ADDRESS);
    for (int i = 0; i < RefusedCallers.STRANGERS_MAX; i++) {
      refuse(1, "not-found", 404, Optional.empty(), "stranger-" + i);
    }
    refuse(OFTEN, "not-found", 404, Optional.empty(), "another stranger");
    refuse(OFTEN - 1, "not-found", 404, Optional.empty(), ADDRESS);
    refuse(OFTEN + 2, "not-found", 404, Optional.of(CLIENT), ADDRESS);
    nextMinute();

    assertThat(callers.takeTold())
        .containsExactly(
            new Event.CallerRefused(new Event.Caller.Client(CLIENT), OFTEN + 2, "not-found"),
            // A stranger that has an entry, and the two that have none.
            new Event.CallerRefused(RefusedCallers.OTHERS, OFTEN + 1, "not-found"),
            new Event.CallerRefused(new Event.Caller.Address(ADDRESS), OFTEN, "not-found"));
  }

  @Test
  void callersWithTheMostRefusalsAreToldAndTheOthersAreCounted() {
    int several = RefusedCallers.CALLERS_TOLD_MAX + 3;
    for (int i = 0; i < several; i++) {
      refuse(OFTEN + i, "not-found", 404, Optional.empty(), "address-" + i);
    }
    nextMinute();

    List<Event.OpsFact> told = callers.takeTold();
    assertThat(told.subList(0, RefusedCallers.CALLERS_TOLD_MAX))
        .extracting(fact -> ((Event.CallerRefused) fact).times())
        .containsExactlyElementsOf(
            IntStream.range(0, RefusedCallers.CALLERS_TOLD_MAX)
                .map(i -> OFTEN + several - 1 - i)
                .boxed()
                .toList());
    assertThat(told.subList(RefusedCallers.CALLERS_TOLD_MAX, told.size()))
        .containsExactly(new Event.MoreCallersRefused(3));
  }

  private void refuse(int times, String slug, int status, Optional<UUID> client, String address) {
    for (int i = 0; i < times; i++) {
      callers.count(new Event.RequestRefused(slug, status, client, address));
    }
  }

  private void nextMinute() {
    now = now.plus(Duration.ofMinutes(1));
  }
}
