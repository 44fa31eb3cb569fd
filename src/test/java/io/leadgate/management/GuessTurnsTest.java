package io.leadgate.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Tests whose password is compared next. */
class GuessTurnsTest {

  private static final String ATTACKER = "192.0.2.1";
  private static final String OTHER = "192.0.2.2";

  private final List<String> begun = new ArrayList<>();
  private final List<Promise<Boolean>> comparisons = new ArrayList<>();
  private long now;
  private final GuessTurns turns = new GuessTurns(() -> now);

  private Supplier<Future<Boolean>> comparison(String name) {
    return () -> {
      begun.add(name);
      Promise<Boolean> comparison = Promise.promise();
      comparisons.add(comparison);
      return comparison.future();
    };
  }

  private Optional<Future<Boolean>> guess(String address, String name) {
    return turns.inTurn(address, name, comparison(address + " " + name));
  }

  private void endAll() {
    for (int i = 0; i < comparisons.size(); i++) {
      comparisons.get(i).complete(false);
    }
  }

  @Test
  void oneComparisonRunsAtATime() {
    Future<Boolean> first = guess(ATTACKER, "a").orElseThrow();
    guess(OTHER, "a");
    assertThat(begun).hasSize(1);
    comparisons.getFirst().complete(true);

    assertThat(first.result()).isTrue();
    assertThat(begun).hasSize(2);
  }

  @Test
  void addressesTakeTurnsAndSoDoTheNamesOfAnAddress() {
    for (String name : List.of("a", "a", "b", "b")) {
      guess(ATTACKER, name);
    }
    guess(OTHER, "admin");
    endAll();

    assertThat(begun)
        .containsExactly(
            "192.0.2.1 a", "192.0.2.1 a", "192.0.2.2 admin", "192.0.2.1 b", "192.0.2.1 b");
  }

  @Test
  void loginThatWasRightGoesFirst() {
    guess(ATTACKER, "a");
    guess(ATTACKER, "b");
    assertThat(turns.first(comparison("admin"))).isPresent();
    endAll();

    assertThat(begun).containsExactly("192.0.2.1 a", "admin", "192.0.2.1 b");
  }

  @Test
  void placesOfANameAndOfAnAddressAreBounded() {
    guess(OTHER, "runs");
    assertThat(guess(ATTACKER, "a")).isPresent();
    assertThat(guess(ATTACKER, "a")).isPresent();
    assertThat(guess(ATTACKER, "a")).isEmpty();
    for (int i = 0; i < 6; i++) {
      assertThat(guess(ATTACKER, "name" + i)).isPresent();
    }
    assertThat(guess(ATTACKER, "another")).isEmpty();
    assertThat(guess(OTHER, "another")).isPresent();
    endAll();
    assertThat(guess(ATTACKER, "a")).isPresent();
  }

  @Test
  void failedComparisonLetsTheNextRun() {
    Future<Boolean> failing = guess(ATTACKER, "a").orElseThrow();
    guess(OTHER, "a");
    comparisons.getFirst().fail("out of order");

    assertThat(failing.failed()).isTrue();
    assertThat(begun).hasSize(2);
  }

  @Test
  void wrongGuessesLetTheirAddressWaitTwiceAsLongEachTime() {
    for (int i = 0; i < 3; i++) {
      turns.wrong(ATTACKER);
    }
    assertThat(turns.mustWait(ATTACKER)).isFalse();
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      turns.wrong(ATTACKER);
      pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(turns.mustWait(ATTACKER)).as("%d s", seconds).isTrue();
      pass(Duration.ofMillis(1));
      assertThat(turns.mustWait(ATTACKER)).as("%d s", seconds).isFalse();
    }
    assertThat(turns.mustWait(OTHER)).isFalse();
  }

  @Test
  void wrongGuessesAreForgottenAfterARightLoginAndWithTime() {
    for (int i = 0; i < 10; i++) {
      turns.wrong(ATTACKER);
      turns.wrong(OTHER);
    }
    turns.right(ATTACKER);
    turns.wrong(ATTACKER);
    assertThat(turns.mustWait(ATTACKER)).isFalse();
    pass(Duration.ofMinutes(11));
    turns.wrong(OTHER);
    assertThat(turns.mustWait(OTHER)).isFalse();
  }

  /** A caller chooses the lower half of an IPv6 address freely. */
  @Test
  void addressesOfANetworkCountAsOne() {
    for (int i = 0; i < 4; i++) {
      turns.wrong("2001:db8::" + i);
    }
    assertThat(turns.mustWait("2001:db8::ffff")).isTrue();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
