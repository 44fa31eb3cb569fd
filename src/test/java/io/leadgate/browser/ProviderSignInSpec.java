package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.console.TestIssuer;
import io.leadgate.support.RunningGateway;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The sign-in by an identity provider in a browser. The provider is another site, from which the
 * browser sends no strict cookie.
 */
class ProviderSignInSpec {

  private static TestIssuer issuer;
  private static RunningGateway gateway;
  private static ConsoleBrowser browser;

  @BeforeAll
  static void start() throws IOException {
    issuer = new TestIssuer();
    gateway = RunningGateway.start(issuer.settings());
    browser = Browsers.at(gateway.management().base().replace("127.0.0.1", "localhost"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    gateway.close();
    issuer.close();
  }

  @Test
  void userOfTheProviderIsSignedInAtThePageThatWasAskedForAndSignsOut() {
    browser.open("/console/lead-types");
    assertThat(browser.path()).isEqualTo("/console/login?next=%2Fconsole%2Flead-types");

    browser
        .click("main p a.button")
        .until("the admin is signed in", () -> browser.path().equals("/console/lead-types"));
    assertThat(browser.text(".who")).contains("oidc:ada", "operator");
    assertThat(browser.text("header nav")).doesNotContain("Credentials");
    browser.record().assertQuiet(browser.base(), issuer.address());

    browser.follow(".who button");
    assertThat(browser.text(".notice")).isEqualTo("You are signed out.");
    browser.open("/console/lead-types");
    assertThat(browser.path()).startsWith("/console/login");
  }
}
