package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.ShiftedClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signs in by an identity provider, which the test runs itself. */
class OidcSpec {

  private static final ShiftedClock CLOCK = new ShiftedClock();

  private static TestIssuer issuer;
  private static RunningGateway gateway;

  private OidcBrowser browser;

  @BeforeAll
  static void start() throws IOException {
    issuer = new TestIssuer();
    gateway = RunningGateway.startBy(CLOCK, issuer.settings());
  }

  @AfterAll
  static void stop() {
    gateway.close();
    issuer.close();
  }

  @BeforeEach
  void openBrowser() {
    browser = OidcBrowser.at(gateway);
  }

  @AfterEach
  void reset() {
    issuer.reset();
    CLOCK.shiftTo(Duration.ZERO);
  }

  @Test
  void userOfTheProviderIsSignedInWithItsRole() {
    var back = browser.signIn();

    assertThat(back.status()).isEqualTo(200);
    assertThat(back.body()).contains("url=/console/zone");
    assertThat(browser.page()).contains("oidc:ada").contains("<small>operator</small>");
    assertThat(browser.cookies()).as("the session alone").hasSize(1);
  }

  @Test
  void theHighestRoleCounts() {
    issuer.answerWith(
        token -> {
          token.putArray("roles").add("viewer").add("admin").add("operator");
          return token;
        });

    browser.signIn();

    assertThat(browser.page()).contains("<small>admin</small>");
  }

  static Stream<Arguments> badTokens() {
    return Stream.of(
        bad("another issuer", token -> token.put("iss", "https://elsewhere.example")),
        bad("an issuer that is a number", token -> token.put("iss", 1)),
        bad("another client", token -> token.put("aud", "the-client-of-others")),
        bad("no client", token -> token.without(List.of("aud"))),
        bad("another client has asked", token -> token.put("azp", "the-client-of-others")),
        bad("another nonce", token -> token.put("nonce", "the-nonce-of-others")),
        bad("no nonce", token -> token.without(List.of("nonce"))),
        bad("expired", token -> token.put("exp", 1_000_000_000)),
        bad("no end", token -> token.without(List.of("exp"))),
        bad("no name", token -> token.without(List.of("preferred_username"))),
        bad("a name of blanks", token -> token.put("preferred_username", "  ")),
        bad("no roles", token -> token.without(List.of("roles"))),
        bad("other roles", token -> token.put("roles", "administrator")));
  }

  private static Arguments bad(String name, UnaryOperator<ObjectNode> claims) {
    return Arguments.of(name, claims);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void aTokenThatDoesNotHoldIsRefused(String name, UnaryOperator<ObjectNode> claims) {
    issuer.answerWith(claims);

    assertThat(browser.signIn().status()).as(name).isEqualTo(403);
    assertThat(browser.cookies()).isEmpty();
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The claims of a token in a role that the provider has not given. */
  private static String raised(String token) {
    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    return base64(new String(claims, StandardCharsets.UTF_8).replace("operator", "admin"));
  }

  static Stream<Arguments> forgeries() {
    return Stream.of(
        forgery(
            "a signature of other claims",
            token -> {
              String[] parts = token.split("\\.", -1);
              return parts[0] + "." + raised(token) + "." + parts[2];
            }),
        forgery(
            "no algorithm, and an empty signature",
            token -> base64("{\"alg\":\"none\"}") + "." + raised(token) + "."),
        forgery(
            "no algorithm, and no signature",
            token -> base64("{\"alg\":\"none\"}") + "." + raised(token)),
        forgery(
            "a MAC by the public key",
            token -> mac(base64("{\"alg\":\"HS256\"}") + "." + raised(token))),
        forgery("no token", token -> "no-token"));
  }

  private static Arguments forgery(String name, UnaryOperator<String> forge) {
    return Arguments.of(name, forge);
  }

  private static String mac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(issuer.publicKey().getEncoded(), "HmacSHA256"));
      return text + "." + base64(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgeries")
  void aTokenThatTheProviderHasNotSignedIsRefused(String name, UnaryOperator<String> forge) {
    issuer.forge(forge);

    assertThat(browser.signIn().status()).as(name).isEqualTo(403);
    assertThat(browser.cookies()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {30, -30})
  void theClockOfTheProviderMayDifferByHalfAMinute(int seconds) {
    issuer.shiftClock(Duration.ofSeconds(seconds));

    assertThat(browser.signIn().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {120, -120})
  void theClockOfTheProviderMayNotDifferByTwoMinutes(int seconds) {
    issuer.shiftClock(Duration.ofSeconds(seconds));

    assertThat(browser.signIn().status()).isEqualTo(403);
  }

  @Test
  void aCallbackOfAnotherBrowserIsRefused() {
    String callback = browser.callback();

    assertThat(OidcBrowser.at(gateway).get(callback).status()).isEqualTo(403);
  }

  @Test
  void aCodeIsGoodOnce() {
    String callback = browser.callback();
    Map<String, String> attempt = Map.copyOf(browser.cookies());
    browser.get(callback);
    browser.cookies().clear();
    browser.cookies().putAll(attempt);

    var again = browser.get(callback);

    assertThat(again.status()).isEqualTo(403);
    assertThat(again.body()).contains("invalid_grant");
    assertThat(browser.cookies()).isEmpty();
  }

  @Test
  void aRefusalOfTheProviderLeadsToNoNewDiscovery() {
    browser.signIn();
    int discoveries = issuer.discoveries();
    issuer.failRedemptions(400);

    assertThat(browser.signIn().status()).isEqualTo(403);
    assertThat(issuer.discoveries()).isEqualTo(discoveries);
  }

  @Test
  void aUserThatTheProviderDoesNotSignInIsTurnedAway() {
    String state = browser.callback().replaceFirst(".*state=", "");

    var back = browser.get("/console/login/oidc/callback?error=access_denied&state=" + state);

    assertThat(back.status()).isEqualTo(403);
    assertThat(browser.cookies()).isEmpty();
  }

  @Test
  void anAttemptThatIsMadeUpCostsTheProviderNothing() {
    String callback = browser.callback();
    Map.Entry<String, String> kept = browser.cookies().entrySet().iterator().next();
    String name = kept.getKey();
    String right = kept.getValue();
    String state = callback.replaceFirst(".*state=", "");
    int requests = issuer.requests();
    String end = right.endsWith("A") ? "E" : "A";
    for (String forged :
        List.of(
            state + ".n.v.L2NvbnNvbGUv.99999999999.c2VhbA",
            state + ".n.v.L2NvbnNvbGUv.99999999999.",
            state,
            right.substring(0, right.length() - 1) + end,
            right.replaceFirst("^" + state, "other"),
            "")) {
      browser.cookies().put(name, forged);

      assertThat(browser.get(callback).status()).as(forged).isEqualTo(403);
    }
    assertThat(issuer.requests()).isEqualTo(requests);

    browser.cookies().put(name, right);
    assertThat(browser.get(callback).status()).as("the attempt as it was").isEqualTo(200);
  }

  @Test
  void anAttemptEndsAfterTenMinutes() {
    String callback = browser.callback();
    int requests = issuer.requests();
    CLOCK.shiftTo(Duration.ofMinutes(10));

    assertThat(browser.get(callback).status()).isEqualTo(403);
    assertThat(issuer.requests()).isEqualTo(requests);
  }

  @Test
  void twoTabsDoNotEndEachOthersSignIn() {
    String first = browser.callback();
    String second = browser.callback();

    assertThat(
            browser.get("/console/login/oidc/callback?code=c&state=the-state-of-no-tab").status())
        .isEqualTo(403);
    assertThat(browser.get(first).status()).isEqualTo(200);
    assertThat(browser.get(second).status()).isEqualTo(200);
    assertThat(browser.cookies()).as("the session alone").hasSize(1);
  }

  @Test
  void aBrowserKeepsTheNewestAttempts() {
    String oldest = browser.callback();
    for (int i = 1; i <= 3; i++) {
      CLOCK.shiftTo(Duration.ofSeconds(i));
      browser.begin();
    }
    assertThat(browser.cookies()).hasSize(4);
    CLOCK.shiftTo(Duration.ofSeconds(4));
    String newest = browser.callback();

    assertThat(browser.cookies()).hasSize(4);
    assertThat(browser.get(oldest).status()).isEqualTo(403);
    assertThat(browser.get(newest).status()).isEqualTo(200);
  }

  @Test
  void aLongPathIsNotKept() {
    browser.get("/console/login/oidc?next=/console/zone?a=" + "a".repeat(1_000));

    assertThat(browser.cookies().values()).hasSize(1).allMatch(value -> value.length() < 300);
  }
}
