package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Comes with cookies of sessions that a browser keeps back, or that another host has set. */
class SignInCookieSpec {

  private static final RunningGateway GATEWAY =
      RunningGateway.start(Map.of("LEADGATE_MANAGEMENT_PUBLIC_ORIGINS", "https://ops.example.com"));

  private static final String SECURE = "__Host-leadgate_console_default=";
  private static final String PLAIN = "leadgate_console_default=";

  private final String name = Admins.make(GATEWAY, "operator");
  private final ConsoleClient browser = ConsoleClient.at(GATEWAY);
  private final String cookie = browser.cookie(name, Admins.PASSWORD);
  private final String token = cookie.replaceFirst(".*=", "");

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static Answer raw(String method, String path, String host, String... headers) {
    return RawConnection.answer(
        GATEWAY.management(),
        "%s %s HTTP/1.1\nHost: %s\n%s\n\n"
            .formatted(method, path, host, String.join("\n", headers)));
  }

  /** A browser that asks a host name over plain HTTP, by a link from elsewhere. */
  @Test
  void aLinkOverPlainHttpLeadsAnAdminThatIsSignedInToThePage() {
    ConsoleClient linked = browser.with("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    String target = "/console/zone?next=%2Fconsole%2F";
    Answer again = linked.get(target);
    String login = "/console/login?next=" + ConsoleClient.encoded(target);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).contains("http-equiv=\"refresh\"", "0;url=" + login);
    Answer on = linked.with("Cookie", cookie).get(login);
    assertThat(on.status()).isEqualTo(303);
    assertThat(on.header("Location")).isEqualTo(target);
    assertThat(linked.get(login).body()).contains("<h1>Sign in</h1>");
  }

  @Test
  void aBrowserThatSaysWhereTheRequestComesFromIsSentToTheSignInAtOnce() {
    Answer own =
        browser
            .with("Accept", "text/html")
            .with("Sec-Fetch-Site", "same-origin")
            .get("/console/zone");

    assertThat(own.status()).isEqualTo(303);
    assertThat(own.header("Location")).isEqualTo("/console/login?next=%2Fconsole%2Fzone");
  }

  @Test
  void overTlsOnlyTheCookieThatNoOtherHostCanSetCounts() {
    assertThat(raw("GET", "/console/zone", "ops.example.com", "Cookie: " + SECURE + token).status())
        .isEqualTo(200);
    assertThat(raw("GET", "/console/zone", "ops.example.com", "Cookie: " + PLAIN + token).status())
        .isEqualTo(303);
    assertThat(raw("GET", "/console/zone", "127.0.0.1", "Cookie: " + PLAIN + token).status())
        .isEqualTo(200);
  }

  @Test
  void aSignOutEndsTheSessionsOfAllCookiesThatCame() {
    String second = browser.cookie(name, Admins.PASSWORD).replaceFirst(".*=", "");

    Answer out =
        raw(
            "POST",
            "/console/logout",
            "ops.example.com",
            "Origin: https://ops.example.com",
            "Cookie: " + SECURE + token + "; " + PLAIN + second,
            "Content-Length: 0");

    assertThat(out.status()).isEqualTo(303);
    assertThat(out.headers().allValues("Set-Cookie"))
        .hasSize(2)
        .allMatch(line -> line.contains("Max-Age=0"))
        .anyMatch(line -> line.startsWith(SECURE) && line.contains("Secure"))
        .anyMatch(line -> line.startsWith(PLAIN) && line.contains("Path=/console"));
    assertThat(
            GATEWAY
                .fixtures()
                .number("SELECT count(*) FROM admin_session WHERE username = ?", name))
        .isZero();
  }

  @Test
  void theSignInReadsNoLargeForm() {
    Answer large = browser.post("/console/login", "name", name, "password", "x".repeat(4_100));

    assertThat(large.status()).isEqualTo(413);
    assertThat(large.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
  }

  @Test
  void aFormHasAtMostTwoThousandMembers() {
    ConsoleClient in = browser.with("Cookie", cookie);
    String[] many = new String[4_002];
    Arrays.fill(many, "a");
    String[] allowed = Arrays.copyOf(many, 4_000);
    allowed[0] = "zone";
    allowed[1] = "UTC";

    assertThat(in.post("/console/zone", many).status()).isEqualTo(413);
    assertThat(in.post("/console/zone", allowed).status()).isEqualTo(303);
  }

  @Test
  void aLongPathIsNotKeptForTheTimeAfterTheSignIn() {
    Answer asked = browser.get("/console/zone?next=" + "a".repeat(700));

    assertThat(asked.status()).isEqualTo(303);
    assertThat(asked.header("Location")).isEqualTo("/console/login");
  }
}
