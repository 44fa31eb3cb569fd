package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Cookie;

/**
 * The console on three nodes behind a proxy that asks them in turn, with TLS and without it, and
 * pages of other origins in the same browser.
 */
class ManyNodesSpec {

  private static final String HOST = "console.example";

  @TempDir private static Path directory;
  private static ConsoleProxy plain;
  private static ConsoleProxy tls;
  private static final List<RunningGateway> NODES = new ArrayList<>();
  private static ConsoleBrowser browser;
  private static HttpServer elsewhere;
  private static Credential credential;

  @BeforeAll
  static void start() throws IOException {
    plain = ConsoleProxy.plain();
    tls = ConsoleProxy.withTls(HOST, directory);
    browser =
        Browsers.at(
            "http://127.0.0.1:" + plain.port(),
            "--host-resolver-rules=MAP " + HOST + " 127.0.0.1",
            "--ignore-certificate-errors");
    Map<String, String> settings = Map.of("LEADGATE_MANAGEMENT_PUBLIC_ORIGINS", secure());
    NODES.add(RunningGateway.start(settings));
    NODES.add(RunningGateway.join(NODES.getFirst().database(), settings));
    NODES.add(RunningGateway.join(NODES.getFirst().database(), settings));
    NODES.forEach(plain::add);
    NODES.forEach(tls::add);
    credential = NODES.getFirst().fixtures().credential("lead_receiver");
    elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          String target = exchange.getRequestURI().getQuery();
          byte[] page =
              ("<!doctype html><title>elsewhere</title><a id=link href='%s'>look</a>"
                      + "<form method=post action='%s'><button id=go>Win</button></form>")
                  .formatted(target, target)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    elsewhere.start();
  }

  @AfterAll
  static void stop() {
    if (elsewhere != null) {
      elsewhere.stop(0);
    }
    if (browser != null) {
      browser.close();
    }
    NODES.reversed().forEach(RunningGateway::close);
    plain.close();
    tls.close();
  }

  private static String secure() {
    return "https://" + HOST + ":" + tls.port();
  }

  private static String page() {
    return "/console/credentials/" + credential.clientId();
  }

  private static String elsewhere(String host, String target) {
    return "http://%s:%d/?%s".formatted(host, elsewhere.getAddress().getPort(), target);
  }

  private static Cookie session() {
    return browser.driver().manage().getCookies().stream()
        .filter(cookie -> cookie.getName().contains("leadgate_console_"))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isEnabled() {
    return NODES
        .getFirst()
        .management()
        .admin()
        .get("/admin/credentials/" + credential.clientId())
        .json()
        .path("enabled")
        .booleanValue();
  }

  @BeforeEach
  void signIn() {
    browser.fresh().signIn();
  }

  @Test
  void sessionWorksOnEachNodeAndEndsOnEach() {
    int before = plain.requests();
    for (int i = 0; i < 6; i++) {
      assertThat(browser.open(page()).path()).isEqualTo(page());
    }
    browser
        .click("[commandfor=disable]")
        .follow("#disable .danger")
        .follow("form[action$='/enable'] button");
    assertThat(plain.requests() - before).isGreaterThan(6);
    Cookie copy = session();

    browser.follow(".who button");
    browser.driver().manage().addCookie(copy);

    for (int i = 0; i < 6; i++) {
      assertThat(browser.open(page()).path()).startsWith("/console/login");
    }
    browser.record().assertQuiet(browser.base());
  }

  @Test
  void behindTlsTheCookieIsOfTheHostAndSecure() {
    browser
        .open(secure() + "/console/login?next=" + page())
        .fill("[name=name]", RunningGateway.ADMIN)
        .fill("[name=password]", RunningGateway.ADMIN_PASSWORD)
        .follow("main button.primary");
    assertThat(browser.path()).isEqualTo(page());

    assertThat(session().getName()).isEqualTo("__Host-leadgate_console_" + tls.port());
    assertThat(session().isSecure()).isTrue();
    assertThat(session().isHttpOnly()).isTrue();
    browser.click("[commandfor=disable]").follow("#disable .danger");
    assertThat(isEnabled()).isFalse();
    browser.follow("form[action$='/enable'] button");
    assertThat(isEnabled()).isTrue();
    browser.record().assertQuiet(secure(), browser.base());

    browser.open(elsewhere("localhost", secure() + page())).click("#link");
    browser.until(
        "the page is there", () -> browser.path().equals(page()) && browser.shows(".who"));
  }

  @Test
  void linkOfAnotherSiteLandsSignedIn() {
    String address = browser.base() + page();

    browser.open(elsewhere("localhost", address)).click("#link");

    browser.until(
        "the page is there", () -> browser.path().equals(page()) && browser.shows(".who"));
  }

  /** The forms come from another host, and from another port of the same host. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void formOfAnotherOriginChangesNothing(String host) {
    browser.open(elsewhere(host, browser.base() + page() + "/disable")).click("#go");

    browser.until(
        "the form is refused", () -> browser.path().endsWith("/disable") && browser.shows("h1"));
    assertThat(browser.source()).doesNotContain("Disabled.");
    assertThat(isEnabled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void formOfAnotherOriginEndsNoSession(String host) {
    browser.open(elsewhere(host, browser.base() + "/console/logout")).click("#go");
    browser.until(
        "the form is refused", () -> browser.path().endsWith("/logout") && browser.shows("h1"));

    assertThat(browser.open(page()).path()).isEqualTo(page());
  }
}
