package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.ShiftedClock;
import io.leadgate.support.http.Answer;
import io.leadgate.support.process.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signs in by an identity provider that goes away, changes, or is asked by many at once. */
class OidcProviderSpec {

  private final ShiftedClock clock = new ShiftedClock();
  private TestIssuer issuer;
  private RunningGateway gateway;
  private OidcBrowser browser;

  @BeforeEach
  void start() throws IOException {
    issuer = new TestIssuer();
    gateway = RunningGateway.startBy(clock, issuer.settings());
    browser = OidcBrowser.at(gateway);
  }

  @AfterEach
  void stop() {
    gateway.close();
    issuer.close();
  }

  private void assertAway(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body())
        .contains("The identity provider is away")
        .contains("/console/login?local=1");
  }

  @Test
  void aProviderThatWasAwaySignsInWhenItIsBack() throws IOException {
    int port = issuer.port();
    issuer.close();
    assertAway(browser.get("/console/login/oidc"));

    issuer = new TestIssuer(port);
    String callback = browser.callback();
    issuer.close();
    assertAway(browser.get(callback));

    issuer = new TestIssuer(port);
    assertThat(browser.signIn().status()).isEqualTo(200);
    assertThat(issuer.discoveries()).as("because the sign-in before has failed").isEqualTo(1);
  }

  @Test
  void aProviderWithAnErrorIsAwayAndIsDiscoveredAgain() {
    issuer.failRedemptions(500);
    assertAway(browser.signIn());
    issuer.failRedemptions(429);
    assertAway(browser.signIn());
    issuer.reset();

    assertThat(browser.signIn().status()).isEqualTo(200);
    assertThat(issuer.discoveries()).isEqualTo(3);
  }

  @Test
  void theDiscoveryIsBelievedForAnHour() {
    browser.begin();
    clock.shiftTo(Duration.ofMinutes(59));
    browser.begin();
    assertThat(issuer.discoveries()).isEqualTo(1);

    clock.shiftTo(Duration.ofMinutes(61));
    browser.begin();
    assertThat(issuer.discoveries()).isEqualTo(2);
  }

  @Test
  void aProviderThatChangesItsKeysSignsInAtOnce() {
    browser.signIn();
    int reads = issuer.keyReads();
    browser.signIn();
    assertThat(issuer.keyReads()).as("the keys are known").isEqualTo(reads);

    issuer.changeKeys();
    OidcBrowser other = OidcBrowser.at(gateway);

    assertThat(other.signIn().status()).isEqualTo(200);
    assertThat(other.page()).contains("oidc:ada");
    assertThat(issuer.keyReads()).isEqualTo(reads + 1);
  }

  @Test
  void tokensWithUnknownKeysAreNoStormOfReads() {
    clock.beginMinute();
    browser.begin();
    int reads = issuer.keyReads();
    issuer.forge(OidcProviderSpec::withUnknownKey);
    for (int i = 0; i < 10; i++) {
      assertThat(browser.signIn().status()).isEqualTo(403);
    }
    assertThat(issuer.keyReads()).isEqualTo(reads + 6);

    issuer.reset();
    issuer.changeKeys();
    issuer.answerWith(token -> token.put("exp", token.path("exp").asLong() + 600));
    clock.shiftTo(clock.shift().plusMinutes(1));
    assertThat(browser.signIn().status()).as("a minute later").isEqualTo(200);
  }

  private static String withUnknownKey(String token) {
    String head = "{\"alg\":\"RS256\",\"kid\":\"a-key-of-nobody\"}";
    return Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(head.getBytes(StandardCharsets.UTF_8))
        + token.substring(token.indexOf('.'));
  }

  @Test
  void fewCodesAreRedeemedAtOnce() throws Exception {
    List<OidcBrowser> browsers =
        IntStream.range(0, 24).mapToObj(i -> OidcBrowser.at(gateway)).toList();
    List<String> callbacks = browsers.stream().map(OidcBrowser::callback).toList();
    issuer.holdRedemptions();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers =
          IntStream.range(0, browsers.size())
              .mapToObj(i -> threads.submit(() -> browsers.get(i).get(callbacks.get(i))))
              .toList();
      // Four are under way and sixteen wait, so the others are answered while these wait.
      Await.until(
          "the provider is spared",
          Duration.ofSeconds(4),
          () ->
              answers.stream().filter(Future::isDone).count() == 4
                  && issuer.redemptionsAtOnceMost() == 4);
      issuer.openRedemptions();
      List<Integer> statuses = answers.stream().map(OidcProviderSpec::status).sorted().toList();
      assertThat(statuses.subList(0, 20)).containsOnly(200);
      assertThat(statuses.subList(20, 24)).containsOnly(503);
    }
    assertThat(issuer.redemptionsAtOnceMost()).isEqualTo(4);
  }

  private static int status(Future<Answer> answer) {
    try {
      return Objects.requireNonNull(answer.get()).status();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
