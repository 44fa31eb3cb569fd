package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.process.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * An admin has signed in by HTTP Basic in a browser, which sends the password with each later
 * request to that origin, whichever page makes it.
 */
class OtherOriginsSpec {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final RunningGateway GATEWAY = RunningGateway.start(Map.of());
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String ORIGIN = GATEWAY.management().base();

  private final Credential credential = FIXTURES.credential("lead_receiver");
  private final String secrets = "/admin/credentials/" + credential.clientId() + "/secrets";
  private HttpServer pages;
  private ChromeDriver browser;

  @BeforeEach
  void start() throws IOException {
    browser = Chromium.start("--host-resolver-rules=MAP rebound.example 127.0.0.1");
    pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] page =
        "<!doctype html><title>trap</title><form method=post action='%s'><button id=go>Win</button></form>"
            .formatted(ORIGIN + secrets)
            .getBytes(StandardCharsets.UTF_8);
    pages.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    pages.start();
  }

  @AfterEach
  void stop() {
    if (pages != null) {
      pages.stop(0);
    }
    if (browser != null) {
      browser.quit();
    }
  }

  @AfterAll
  static void stopGateway() {
    GATEWAY.close();
  }

  private void signIn(String host) {
    String password =
        URLEncoder.encode(RunningGateway.ADMIN_PASSWORD, StandardCharsets.UTF_8)
            .replace("+", "%20");
    browser.get(
        ORIGIN.replace(
                "http://127.0.0.1",
                "http://%s:%s@%s".formatted(RunningGateway.ADMIN, password, host))
            + "/admin/credentials");
  }

  private int secretsOfTheCredential() {
    return GATEWAY
        .management()
        .admin()
        .get("/admin/credentials/" + credential.clientId())
        .json()
        .path("secrets")
        .size();
  }

  /** The pages differ from the listener in the port alone, or in the host. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void pageOfAnotherOriginMakesNoSecret(String host) {
    signIn("127.0.0.1");
    assertThat(browser.getPageSource()).contains(credential.clientId());

    browser.get("http://%s:%d/".formatted(host, pages.getAddress().getPort()));
    browser.findElement(By.id("go")).click();
    Await.until("the form is answered", SOON, () -> browser.getCurrentUrl().endsWith(secrets));

    assertThat(browser.getPageSource()).contains("/problems/cross-origin");
    assertThat(secretsOfTheCredential()).isEqualTo(1);
  }

  /** The browser does send the password, and the listener's own pages may change things. */
  @Test
  void pageOfTheListenerItselfMakesASecret() {
    signIn("127.0.0.1");
    assertThat(postFromThePage(ORIGIN + secrets)).isEqualTo("201");
    assertThat(secretsOfTheCredential()).isEqualTo(2);
  }

  /** A page of a name that leads here later is of the same origin as the listener, by that name. */
  @Test
  void pageOfANameThatLeadsHereMakesNoSecret() {
    signIn("rebound.example");

    assertThat(postFromThePage(ORIGIN.replace("127.0.0.1", "rebound.example") + secrets))
        .isEqualTo("421");
    assertThat(secretsOfTheCredential()).isEqualTo(1);
  }

  /** The status of the answer, or the error of the browser. */
  private String postFromThePage(String url) {
    return String.valueOf(
        browser.executeAsyncScript(
            "fetch(arguments[0], {method: 'POST'})"
                + ".then(answer => arguments[1](answer.status), error => arguments[1](String(error)))",
            url));
  }
}
