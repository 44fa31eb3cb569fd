package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.OwnPostgres;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.process.TcpProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Uses the console while a server that it needs, or does not need, is away. */
class ConsoleAwaySpec {

  /** A port on which no server of this machine listens. */
  private static final int NOBODY = 1;

  @Test
  void withoutRedisAllWorks() {
    try (RunningGateway gateway =
        RunningGateway.start(Map.of("LEADGATE_REDIS_URI", "redis://127.0.0.1:1"))) {
      String name = Admins.make(gateway, "admin");
      ConsoleClient browser = ConsoleClient.signedIn(gateway, name);

      assertThat(browser.get("/console/admins").body()).contains(name);
      assertThat(
              browser
                  .post("/console/credentials", "description", "x", "scope", "data_api")
                  .status())
          .isEqualTo(200);
      assertThat(browser.get("/console/audit").body()).contains("credential.create");
      browser.post("/console/logout");
      assertThat(browser.isSignedIn()).isFalse();
    }
  }

  @Test
  void withoutPostgresThePageSaysSo() {
    try (OwnPostgres postgres = new OwnPostgres();
        TcpProxy proxy = TcpProxy.before(postgres.server().port());
        RunningGateway gateway = behind(postgres, proxy)) {
      String name = Admins.make(gateway, "admin");
      ConsoleClient browser = ConsoleClient.signedIn(gateway, name);
      proxy.pointTo(NOBODY);

      Answer page = browser.get("/console/admins");
      Answer signIn = browser.signIn(name, Admins.PASSWORD);

      assertThat(page.status()).as(page.body()).isEqualTo(503);
      assertThat(page.body()).contains("<h1>The storage is away</h1>");
      assertThat(signIn.status()).isEqualTo(503);
      assertThat(signIn.body()).contains("The storage is away; try again.");
      assertThat(browser.get("/console/login").status()).isEqualTo(200);

      Answer out = browser.post("/console/logout");
      assertThat(out.status()).isEqualTo(503);
      assertThat(out.body()).contains("<h1>You are still signed in</h1>");
      assertThat(out.header("Set-Cookie")).isEmpty();
    }
  }

  private static RunningGateway behind(OwnPostgres postgres, TcpProxy proxy) {
    return RunningGateway.join(
        postgres.database(),
        Map.of(
            "LEADGATE_POSTGRES_URI",
            postgres
                .database()
                .uri()
                .replace(":" + postgres.server().port() + "/", ":" + proxy.port() + "/")));
  }

  @Test
  void aCsvThatBreaksOffIsNoWholeCsv() throws Exception {
    try (OwnPostgres postgres = new OwnPostgres();
        TcpProxy proxy = TcpProxy.before(postgres.server().port());
        RunningGateway gateway = behind(postgres, proxy)) {
      gateway
          .fixtures()
          .change(
              "INSERT INTO audit_log (actor_type, actor, action, subject, details)"
                  + " SELECT 'admin', 'a', 'campaign.update', i::text,"
                  + " jsonb_build_object('x', repeat('y', 20000))"
                  + " FROM generate_series(1, 2000) AS i");
      String cookie =
          ConsoleClient.at(gateway).cookie(Admins.make(gateway, "admin"), Admins.PASSWORD);
      HttpResponse<InputStream> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(gateway.management().base() + "/console/audit.csv"))
                      .header("Cookie", cookie)
                      .build(),
                  HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      proxy.pointTo(NOBODY);

      try (InputStream body = answer.body()) {
        assertThat(brokenOff(body)).isTrue();
      }
    }
  }

  /** Whether the body ends before its last chunk. */
  private static boolean brokenOff(InputStream body) {
    try {
      body.readAllBytes();
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
