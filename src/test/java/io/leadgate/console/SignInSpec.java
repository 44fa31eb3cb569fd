package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.domain.Sha256;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signs in at the console, and sends it what other pages make a browser send. */
class SignInSpec {

  private static final RunningGateway GATEWAY =
      RunningGateway.start(Map.of("LEADGATE_MANAGEMENT_PUBLIC_ORIGINS", "https://ops.example.com"));

  private final String name = Admins.make(GATEWAY, "operator");
  private final ConsoleClient browser = ConsoleClient.at(GATEWAY);

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  /** Sends lines of a head that an HTTP client would not send. */
  private static Answer raw(String method, String path, String host, String... headers) {
    return RawConnection.answer(
        GATEWAY.management(),
        "%s %s HTTP/1.1\nHost: %s\n%s\n\n"
            .formatted(method, path, host, String.join("\n", headers)));
  }

  @Test
  void aSignInGivesACookieThatScriptsAndOtherSitesCannotUse() {
    Answer answer = browser.signIn(name, Admins.PASSWORD);

    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo("/console/");
    assertThat(answer.header("Set-Cookie"))
        .matches(
            "leadgate_console_%d=[A-Za-z0-9_-]{43}; Path=/console; HTTPOnly; SameSite=Strict"
                .formatted(GATEWAY.management().port()));
  }

  @Test
  void behindTlsTheCookieIsSecureAndOfThisHostAlone() {
    String form = "name=%s&password=%s".formatted(name, Admins.PASSWORD);
    Answer overTls =
        RawConnection.answer(
            GATEWAY.management(),
            """
            POST /console/login HTTP/1.1
            Host: ops.example.com
            Origin: https://ops.example.com
            Content-Type: application/x-www-form-urlencoded
            Content-Length: %d

            %s"""
                .formatted(form.length(), form));

    assertThat(overTls.status()).isEqualTo(303);
    assertThat(overTls.header("Set-Cookie"))
        .matches(
            "__Host-leadgate_console_default=[A-Za-z0-9_-]{43}; Path=/; Secure; HTTPOnly;"
                + " SameSite=Strict");
    String cookie = overTls.header("Set-Cookie").replaceFirst(";.*", "");
    assertThat(raw("GET", "/console/zone", "ops.example.com", "Cookie: " + cookie).status())
        .isEqualTo(200);
  }

  @Test
  void theTableHasTheHashOfTheTokenAlone() {
    String token = browser.cookie(name, Admins.PASSWORD).replaceFirst(".*=", "");

    assertThat(
            GATEWAY
                .fixtures()
                .number(
                    "SELECT count(*) FROM admin_session WHERE token_sha256 = ?", Sha256.of(token)))
        .isEqualTo(1);
    assertThat(
            GATEWAY
                .fixtures()
                .number(
                    "SELECT count(*) FROM admin_session s WHERE s::text LIKE '%' || ? || '%'",
                    token))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "https://evil.example",
        "/console/\\evil.example",
        "/console/../admin/audit",
        "/console/%2e%2e/admin/audit",
        "/console//evil.example",
        "/admin/audit",
        "javascript:alert(1)",
        "/console/\tx",
        "console/"
      })
  void theNextPageIsOneOfTheConsole(String next) {
    Answer answer =
        browser.post("/console/login", "name", name, "password", Admins.PASSWORD, "next", next);

    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo("/console/");
  }

  @Test
  void aSignInLeadsToThePageThatWasAskedFor() {
    Answer asked = browser.get("/console/credentials?text=a+b&x=%26");
    assertThat(asked.status()).isEqualTo(303);
    assertThat(asked.header("Location"))
        .isEqualTo(
            "/console/login?next=" + ConsoleClient.encoded("/console/credentials?text=a+b&x=%26"));
    assertThat(browser.get(asked.header("Location")).body())
        .contains("value=\"/console/credentials?text=a+b&amp;x=%26\"");
    Answer answer =
        browser.post(
            "/console/login",
            "name",
            name,
            "password",
            Admins.PASSWORD,
            "next",
            "/console/zone?a=b");
    assertThat(answer.header("Location")).isEqualTo("/console/zone?a=b");
  }

  @Test
  void aWrongPasswordIsRefusedWithoutTellingWhatIsWrong() {
    Answer wrong = browser.signIn(name, "not the password");
    Answer unknown = browser.signIn("nobody", "not the password");

    assertThat(wrong.status()).isEqualTo(403);
    assertThat(wrong.body()).contains("The name or the password is wrong.");
    assertThat(wrong.body().replace(name, "nobody")).isEqualTo(unknown.body());
    assertThat(wrong.header("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1    | X: 1                                                       | 403
          127.0.0.1    | Origin: http://evil.example                                | 403
          127.0.0.1    | Origin: null                                               | 403
          127.0.0.1    | Sec-Fetch-Site: cross-site                                 | 403
          127.0.0.1    | Sec-Fetch-Site: same-site                                  | 403
          evil.example | Origin: http://evil.example                                | 421
          evil.example | Cookie: a=1                                                | 421
          127.0.0.1    | Sec-Fetch-Site: same-origin                                | 303
          127.0.0.1    | Origin: http://127.0.0.1                                   | 303
          """)
  void aFormComesFromAPageOfTheConsole(String host, String header, int status) {
    Answer answer = raw("POST", "/console/logout", host, header, "Content-Length: 0");

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
  }

  @Test
  void aLinkOfAnotherSiteGetsAPageThatAsksAgainForItself() {
    Answer linked =
        browser
            .with("Sec-Fetch-Site", "cross-site")
            .with("Sec-Fetch-Mode", "navigate")
            .get("/console/zone?next=%2Fconsole%2F%22");

    assertThat(linked.status()).isEqualTo(200);
    assertThat(linked.body())
        .contains("http-equiv=\"refresh\"", "/console/zone?next=%2Fconsole%2F");
    assertThat(linked.body()).doesNotContain("<form");
    assertThat(browser.with("Sec-Fetch-Site", "same-origin").get("/console/zone").status())
        .isEqualTo(303);
  }

  @Test
  void eachPageForbidsCachesScriptsAndFrames() {
    ConsoleClient in = browser.with("Cookie", browser.cookie(name, Admins.PASSWORD));
    for (Answer page :
        List.of(
            browser.get("/console/login"),
            in.get("/console/zone"),
            in.get("/console/nothing"),
            in.get("/console/credentials"),
            browser.signIn(name, "another-password"),
            browser.with("Sec-Fetch-Site", "cross-site").get("/console/zone"))) {
      assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
      assertThat(page.headers().allValues("Cache-Control")).containsExactly("no-store");
      assertThat(page.header("Content-Security-Policy"))
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @Test
  void pathsAndMethodsThatAreNotThereAreAnsweredWithPages() {
    Answer unknown = browser.get("/console/nothing");
    Answer method = browser.send("DELETE", "/console/login");
    Answer post = browser.post("/console/assets/x");

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body()).contains("<h1>Nothing is here</h1>");
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.header("Allow")).isEqualTo("GET, HEAD, POST");
    assertThat(post.status()).isEqualTo(405);
    assertThat(post.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
  }

  @Test
  void headIsAnsweredAsGet() {
    assertThat(browser.send("HEAD", "/console/login").status()).isEqualTo(200);
    assertThat(browser.send("HEAD", "/console/zone").status()).isEqualTo(303);
    assertThat(browser.send("HEAD", "/console/nothing").status()).isEqualTo(404);
  }

  @Test
  void assetsAreKeptForeverByTheirHash() {
    String page = browser.get("/console/login").body();
    String path = page.replaceFirst("(?s).*(/console/assets/console-[0-9a-f]{16}\\.css).*", "$1");
    Answer asset = browser.get(path);

    assertThat(asset.status()).isEqualTo(200);
    assertThat(asset.headers().allValues("Cache-Control"))
        .containsExactly("public, max-age=31536000, immutable");
    assertThat(asset.header("Content-Type")).isEqualTo("text/css; charset=utf-8");
    assertThat(browser.get(path.replace("console-", "console-0")).status()).isEqualTo(404);
    assertThat(browser.get("/console/assets/..%2fleadgate.yaml").status()).isEqualTo(404);
  }

  @Test
  void theListenerItselfLeadsToTheConsole() {
    assertThat(GATEWAY.management().get("/").header("Location")).isEqualTo("/console/");
  }
}
