package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.process.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads what a gateway logs of sign-ins by an identity provider that fail. */
class OidcLogSpec {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static TestIssuer issuer;
  private static TestDatabase database;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws IOException {
    issuer = new TestIssuer();
    database = SharedServers.newDatabase();
    gateway = GatewayProcess.start(RunningGateway.environment(database, issuer.settings()));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    database.close();
    issuer.close();
  }

  @Test
  void eachFailureIsAWarningWithItsReasonAndNoStackTrace() {
    OidcBrowser browser = OidcBrowser.at(gateway.management());

    String state = browser.callback().replaceFirst(".*state=", "");
    String madeUp = "/console/login/oidc/callback?code=a-code-that-is-made-up&state=" + state;
    assertThat(browser.get(madeUp).status()).isEqualTo(403);
    assertWarning("sign-in by the identity provider refused", "an error: invalid_grant");

    issuer.failRedemptions(503);
    assertThat(browser.signIn().status()).isEqualTo(503);
    assertWarning("the identity provider is away", "Service Unavailable");

    issuer.close();
    assertThat(browser.get("/console/login/oidc").status()).isEqualTo(503);
    assertWarning("the identity provider is away", "no connection");

    assertThat(gateway.output())
        .doesNotContain("unexpected failure", state, "a-code-that-is-made-up");
  }

  private static void assertWarning(String message, String reason) {
    Await.until(reason, Duration.ofSeconds(30), () -> !facts(message, reason).isEmpty());
    assertThat(facts(message, reason))
        .singleElement()
        .satisfies(
            fact -> {
              assertThat(fact.path("level").asText()).isEqualTo("WARN");
              assertThat(fact.has("request_id")).isTrue();
              assertThat(fact.has("stack_trace")).isFalse();
            });
  }

  private static List<JsonNode> facts(String message, String reason) {
    return gateway
        .output()
        .lines()
        .filter(line -> line.startsWith("{") && line.endsWith("}"))
        .map(OidcLogSpec::parsed)
        .filter(fact -> fact.path("message").asText().equals(message))
        .filter(fact -> fact.path("reason").asText().equals(reason))
        .toList();
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
