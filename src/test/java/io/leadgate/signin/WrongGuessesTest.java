package io.leadgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests how long wrong guesses let an address and a name wait. */
class WrongGuessesTest {

  private static final String ATTACKER = "192.0.2.1";
  private static final String OTHER = "192.0.2.2";

  private long now;
  private final WrongGuesses guesses = new WrongGuesses(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  /** Guesses once from each of some addresses, of which none has to wait. */
  private void guessFromMany(int addresses, String name) {
    for (int i = 0; i < addresses; i++) {
      guesses.wrong("198.51.100." + i, name);
    }
  }

  @Test
  void wrongGuessesLetTheirAddressWaitTwiceAsLongEachTime() {
    for (int i = 0; i < 10; i++) {
      guesses.wrong(ATTACKER, "name" + i);
    }
    assertThat(guesses.mustWait(ATTACKER, "a")).isFalse();
    int name = 0;
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      guesses.wrong(ATTACKER, "another" + name++);
      pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(guesses.mustWait(ATTACKER, "a")).as("%d s", seconds).isTrue();
      pass(Duration.ofMillis(1));
      assertThat(guesses.mustWait(ATTACKER, "a")).as("%d s", seconds).isFalse();
    }
    assertThat(guesses.mustWait(OTHER, "a")).isFalse();
  }

  @Test
  void wrongGuessesFromManyAddressesLetTheirNameWaitTwiceAsLongEachTime() {
    guesses.wrong(OTHER, "a");
    guessFromMany(2, "a");
    assertThat(guesses.mustWait(OTHER, "a")).isFalse();
    int address = 3;
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      guesses.wrong("203.0.113." + address++, "a");
      pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(guesses.mustWait(OTHER, "a")).as("%d s", seconds).isTrue();
      assertThat(guesses.mustWait("192.0.2.200", "a")).as("an address without a guess").isFalse();
      pass(Duration.ofMillis(1));
      assertThat(guesses.mustWait(OTHER, "a")).as("%d s", seconds).isFalse();
    }
    guessFromMany(10, "a");
    assertThat(guesses.mustWait(OTHER, "b")).isFalse();
  }

  @Test
  void addressFromWhichTheNameWasRightLatelyDoesNotWaitForTheName() {
    guesses.right(OTHER, "a");
    guesses.wrong(OTHER, "a");
    guesses.wrong("192.0.2.3", "a");
    guessFromMany(10, "a");

    assertThat(guesses.mustWait("192.0.2.3", "a")).isTrue();
    assertThat(guesses.mustWait(OTHER, "a")).isFalse();
    pass(Duration.ofHours(13));
    guesses.wrong(OTHER, "a");
    guessFromMany(10, "a");
    assertThat(guesses.mustWait(OTHER, "a")).isTrue();
  }

  @Test
  void rightLoginForgetsTheWrongGuessesAtItsNameAlone() {
    for (int i = 0; i < 12; i++) {
      guesses.wrong(ATTACKER, "own");
    }
    guesses.right(ATTACKER, "own");
    assertThat(guesses.mustWait(ATTACKER, "own")).isFalse();

    for (int i = 0; i < 12; i++) {
      guesses.wrong(ATTACKER, "victim");
      guesses.right(ATTACKER, "own");
    }
    assertThat(guesses.mustWait(ATTACKER, "victim")).isTrue();
    assertThat(guesses.mustWait(ATTACKER, "own")).isTrue();
  }

  @Test
  void wrongGuessesAreForgottenWithTime() {
    for (int i = 0; i < 20; i++) {
      guesses.wrong(ATTACKER, "a");
    }
    pass(Duration.ofMinutes(11));
    guesses.wrong(ATTACKER, "a");
    assertThat(guesses.mustWait(ATTACKER, "a")).isFalse();
  }

  /** A caller chooses the lower half of an IPv6 address freely. */
  @Test
  void addressesOfANetworkCountAsOne() {
    for (int i = 0; i < 11; i++) {
      guesses.wrong("2001:db8::" + i, "name" + i);
    }
    assertThat(guesses.mustWait("2001:db8::ffff", "a")).isTrue();
  }
}
