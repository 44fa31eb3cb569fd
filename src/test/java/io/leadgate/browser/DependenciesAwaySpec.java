package io.leadgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.process.FreePort;
import io.leadgate.support.process.TcpProxy;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console while Redis is away, and while Postgres is away. */
@Tag("faults")
class DependenciesAwaySpec {

  private static TestDatabase database;
  private static TcpProxy postgres;
  private static RunningGateway gateway;
  private static ConsoleBrowser browser;

  @BeforeAll
  static void start() {
    database = SharedServers.newDatabase();
    java.net.URI uri = java.net.URI.create(database.uri());
    postgres = TcpProxy.before(uri.getPort());
    gateway =
        RunningGateway.join(
            database,
            Map.of(
                "LEADGATE_POSTGRES_URI",
                database.uri().replace(":" + uri.getPort(), ":" + postgres.port()),
                "LEADGATE_REDIS_URI",
                "redis://127.0.0.1:" + FreePort.find()));
    browser = Browsers.at(gateway.management().base());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    gateway.close();
    postgres.close();
    database.close();
  }

  @Test
  void withoutRedisAllWorks() {
    browser.fresh().signIn().open("/console/credentials").click("[data-new]");
    browser
        .fill("#new [name=description]", "Acme")
        .click("#new [value=lead_receiver]")
        .click("#new button.primary");
    assertThat(browser.text("#client-secret")).startsWith("lgs_");
    browser.click("[data-saved]").follow("[data-close-when-saved]");
    browser.click("[commandfor=disable]").follow("#disable .danger");
    assertThat(browser.text(".notice")).startsWith("Disabled.");
    browser.follow(".who button");
    assertThat(browser.path()).startsWith("/console/login");
    browser.record().assertQuiet(browser.base());
  }

  @Test
  void withoutPostgresAPageSaysSoAndWorksAgainAfterwards() {
    browser.fresh().signIn().open("/console/credentials");
    int port = java.net.URI.create(database.uri()).getPort();

    postgres.pointTo(FreePort.find());
    browser.open("/console/credentials");
    assertThat(browser.text("h1")).isEqualTo("The storage is away");
    browser
        .open("/console/login")
        .fill("[name=name]", "a")
        .fill("[name=password]", "b")
        .follow("main button.primary");
    assertThat(browser.text(".fault")).startsWith("The storage is away");

    postgres.pointTo(port);
    browser.until(
        "the page works again",
        () -> browser.open("/console/credentials").text("h1").equals("Credentials"));
    browser.record().assertQuiet(browser.base());
  }

  @Test
  void formKeepsWhatWasTypedWhilePostgresIsAwayAndWorksAfterwards() {
    browser
        .fresh()
        .signIn()
        .open("/console/credentials")
        .click("[data-new]")
        .fill("#new [name=description]", "Acme")
        .click("#new [value=lead_receiver]");
    int port = java.net.URI.create(database.uri()).getPort();

    postgres.pointTo(FreePort.find());
    browser.click("#new button.primary");
    assertThat(browser.text("#new [data-told]")).startsWith("The storage is away");
    assertThat(browser.value("#new [name=description]")).isEqualTo("Acme");
    assertThat(browser.count("header")).isEqualTo(1);

    postgres.pointTo(port);
    browser.until(
        "the secret is there",
        () -> {
          if (browser.shows("#new button.primary:enabled")) {
            browser.click("#new button.primary");
          }
          return browser.shows("#client-secret");
        });
    browser.click("[data-saved]").follow("[data-close-when-saved]");
  }
}
