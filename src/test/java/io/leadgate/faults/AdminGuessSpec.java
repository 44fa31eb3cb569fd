package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.process.Await;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks that guesses at passwords keep no admin out. The true delay is
 * load-tests/admin-guesses.sh.
 */
@Tag("faults")
class AdminGuessSpec {

  private static final Duration MAX = Duration.ofMinutes(1);
  private static final int LOGINS = 5;

  /** Far more than the promised second, because of busy machines. */
  private static final Duration LOGIN_MAX = Duration.ofSeconds(15);

  @Test
  void guessesOfAnotherAddressKeepNoAdminOut() {
    try (AdminGuessers guessers = new AdminGuessers()) {
      guessers.begin();
      Await.until("passwords are guessed", MAX, () -> guessers.guesses() > 100);
      for (int i = 0; i < LOGINS; i++) {
        AdminGuessers.Login login = guessers.newAdminFrom("127.0.0.2");

        assertThat(login.status()).isEqualTo(200);
        assertThat(login.took()).isLessThan(LOGIN_MAX);
      }
    }
  }

  /** Otherwise guesses on a few connections would take the machine from the leads. */
  @Test
  void refusedGuessWaitsForItsAnswer() {
    try (AdminGuessers guessers = new AdminGuessers()) {
      guessers.begin();
      Await.until(
          "the address must wait",
          MAX,
          () -> {
            AdminGuessers.Login guess = guessers.login("127.0.0.1", "nobody");
            assertThat(guess.status() == 503 && guess.took().toMillis() < 500).isFalse();
            return guess.status() == 503;
          });
    }
  }
}
