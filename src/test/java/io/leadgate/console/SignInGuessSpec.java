package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Guesses passwords at the sign-in of a separate gateway, because an address then has to wait. */
class SignInGuessSpec {

  /** Believes the tests when they say from which address they come. */
  private static final RunningGateway GATEWAY =
      RunningGateway.start(Map.of("LEADGATE_MANAGEMENT_TRUSTED_PROXIES", "127.0.0.1"));

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void anAddressThatGuessesWaitsAtTheFormAndWithBasic() {
    String name = Admins.make(GATEWAY, "admin");
    ConsoleClient browser = ConsoleClient.at(GATEWAY);
    assertThat(browser.signIn(name, Admins.PASSWORD).status()).isEqualTo(303);
    // A guess that has to wait is not compared, and is no wrong guess.
    for (int wrong = 0, guess = 0; wrong < 13 && guess < 60; guess++) {
      wrong += browser.signIn(name, "guess " + guess).status() == 403 ? 1 : 0;
    }

    Answer waits = browser.signIn(name, "one more guess");

    assertThat(waits.status()).isEqualTo(503);
    assertThat(waits.body()).contains("Too many wrong passwords");
    assertThat(GATEWAY.management().basic(name, "a guess by Basic").get("/admin/audit").status())
        .isEqualTo(503);
    // The admin that signed in before from here is not kept out.
    assertThat(browser.signIn(name, Admins.PASSWORD).status()).isEqualTo(303);
  }

  private static ConsoleClient from(String address) {
    return ConsoleClient.at(GATEWAY).with("X-Forwarded-For", address);
  }

  @Test
  void guessesAtANameFromManyAddressesWaitAndItsOwnerDoesNot() {
    String name = Admins.make(GATEWAY, "admin");
    String other = Admins.make(GATEWAY, "admin");
    assertThat(from("192.0.2.1").signIn(name, Admins.PASSWORD).status()).isEqualTo(303);
    for (int wrong = 0, guess = 0; wrong < 6 && guess < 60; guess++) {
      wrong += from("198.51.100." + guess).signIn(name, "guess").status() == 403 ? 1 : 0;
    }

    // The first guess of an address is compared, because it may be the owner's.
    assertThat(from("203.0.113.1").signIn(name, "guess").status()).isEqualTo(403);
    Answer waits = from("203.0.113.1").signIn(name, "one more guess");

    assertThat(waits.status()).isEqualTo(503);
    assertThat(waits.body()).contains("Too many wrong passwords");
    // A right password of another name is compared, from the same address.
    assertThat(from("203.0.113.1").signIn(other, Admins.PASSWORD).status()).isEqualTo(303);
    // A wrong one, from the address of the owner, is compared too.
    assertThat(from("192.0.2.1").signIn(name, "mistyped").status()).isEqualTo(403);
    assertThat(from("192.0.2.1").signIn(name, Admins.PASSWORD).status()).isEqualTo(303);
  }

  @Test
  void aRightSignInDoesNotPayForGuessesAtAnotherName() {
    String own = Admins.make(GATEWAY, "viewer");
    String victim = Admins.make(GATEWAY, "admin");
    ConsoleClient insider = from("192.0.2.77");
    int wrong = 0;
    for (int guess = 0; guess < 60 && wrong < 5; guess++) {
      wrong += insider.signIn(victim, "guess " + guess).status() == 403 ? 1 : 0;
      insider.signIn(own, Admins.PASSWORD);
    }

    assertThat(insider.signIn(victim, "one more guess").status()).isEqualTo(503);
    assertThat(from("192.0.2.78").signIn(victim, Admins.PASSWORD).status()).isEqualTo(303);
  }

  @Test
  void refusalsAreAuditedAtMostOnceAMinuteAndCounted() {
    Fixtures fixtures = GATEWAY.fixtures();
    String name = Admins.make(GATEWAY, "admin");
    double blocked = refused("blocked_guess");
    double wrong = refused("wrong_login");
    for (int i = 0; i < 3; i++) {
      assertThat(from("192.0.2.90").signIn(name, "a wrong password").status()).isEqualTo(403);
    }
    from("192.0.2.91").signIn("my-secret-in-the-wrong-input", "x");
    GATEWAY.management().with("X-Forwarded-For", "192.0.2.92").basic(name, "x").get("/admin/audit");
    for (int i = 0; i < 3; i++) {
      from("192.0.2.93").signIn(name, "a wrong password");
    }

    Await.until(
        "the refusals are in the log",
        Duration.ofSeconds(20),
        () -> entries(fixtures, "host(remote) LIKE '192.0.2.9%'") >= 3);
    assertThat(entries(fixtures, "actor = '" + name + "' AND host(remote) = '192.0.2.90'"))
        .isEqualTo(1);
    assertThat(entries(fixtures, "details = '{\"way\": \"form\", \"wrong\": 1}'")).isPositive();
    assertThat(entries(fixtures, "details ->> 'way' = 'basic'")).isPositive();
    assertThat(entries(fixtures, "actor = ':unknown' AND host(remote) = '192.0.2.91'"))
        .isEqualTo(1);
    assertThat(entries(fixtures, "audit_log::text LIKE '%my-secret%'")).isZero();
    assertThat(refused("wrong_login")).isGreaterThanOrEqualTo(wrong + 5);
    assertThat(refused("blocked_guess")).isGreaterThan(blocked);
    ConsoleClient reader = from("192.0.2.61");
    String page =
        reader
            .with("Cookie", reader.cookie(Admins.make(GATEWAY, "admin"), Admins.PASSWORD))
            .get("/console/audit?action=session.refused")
            .body();
    assertThat(page).contains("was refused at the sign-in", ":unknown", "/console/admins/" + name);
    assertThat(page).doesNotContain("/console/admins/%3A", "/console/admins/:unknown");
  }

  private static long entries(Fixtures fixtures, String condition) {
    return fixtures.number(
        "SELECT count(*) FROM audit_log WHERE action = 'session.refused' AND " + condition);
  }

  private static double refused(String cause) {
    return Scrape.value(
        GATEWAY.management(), "leadgate_admins_refused_total{cause=\"" + cause + "\"}");
  }

  @Test
  void aRoleThatIsNotEnoughIsCounted() {
    String viewer = Admins.make(GATEWAY, "viewer");
    double before = refused("insufficient_role");

    // The address from which the other tests come has to wait.
    ConsoleClient browser = from("192.0.2.60");
    GATEWAY
        .management()
        .with("X-Forwarded-For", "192.0.2.60")
        .basic(viewer, Admins.PASSWORD)
        .get("/admin/credentials");
    browser.with("Cookie", browser.cookie(viewer, Admins.PASSWORD)).get("/console/credentials");

    assertThat(refused("insufficient_role")).isEqualTo(before + 2);
  }
}
