package io.leadgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
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
  private final GuessTurns turns = new GuessTurns();

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
}
