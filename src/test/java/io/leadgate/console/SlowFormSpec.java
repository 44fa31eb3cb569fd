package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Takes an admin's rights away while the body of a change arrives, which then changes nothing. */
class SlowFormSpec {

  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_MANAGEMENT_TRUSTED_PROXIES", "127.0.0.2",
              "LEADGATE_MANAGEMENT_USER_HEADER", "Remote-User"));

  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  /** So much of a body that it can be seen in the memory that is drawn for admins. */
  private static final int PADDING = 30_000;

  private final String admin = Admins.make(GATEWAY, "admin");
  private final String made = "made-" + UUID.randomUUID();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static Answer sendWhile(String head, String from, String body, Runnable meanwhile) {
    try (RawConnection connection = RawConnection.from(from, GATEWAY.management())) {
      connection.send(
          "%s\nHost: 127.0.0.1\nOrigin: http://127.0.0.1\nContent-Length: %d\n\n%s"
              .formatted(head, body.length(), body.substring(0, PADDING)));
      // The body is read behind the head's check.
      Await.until(
          "the body is being read",
          Duration.ofSeconds(20),
          () -> GATEWAY.drawn("admins") > PADDING / 2);
      meanwhile.run();
      return connection.send(body.substring(PADDING)).answer();
    }
  }

  private String form() {
    return "role=viewer&name=%s&password=%s&padding=".formatted(made, Admins.PASSWORD)
        + "x".repeat(PADDING);
  }

  private String json() {
    return "{\"description\":\"%s\",\"scopes\":[\"data_api\"]}".formatted(made)
        + " ".repeat(PADDING);
  }

  private Answer postFormWhile(Runnable meanwhile) {
    String cookie = ConsoleClient.at(GATEWAY).cookie(admin, Admins.PASSWORD);
    // A raw head names no port.
    return sendWhile(
        "POST /console/admins HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\nCookie: "
            + cookie.replaceFirst("_[0-9]+=", "_default="),
        "127.0.0.1",
        form(),
        meanwhile);
  }

  private void assertNothingMade() {
    assertThat(
            FIXTURES.number(
                "SELECT (SELECT count(*) FROM admin_user WHERE username = ?)"
                    + " + (SELECT count(*) FROM credential WHERE description = ?)",
                made,
                made))
        .isZero();
  }

  @Test
  void aFormWithoutAnInterruptionMakesItsChange() {
    assertThat(postFormWhile(() -> {}).status()).isEqualTo(303);
    assertThat(FIXTURES.number("SELECT count(*) FROM admin_user WHERE username = ?", made))
        .isEqualTo(1);
  }

  @Test
  void aFormOfASessionThatEndedMeanwhileIsRefused() {
    Answer answer =
        postFormWhile(() -> FIXTURES.change("DELETE FROM admin_session WHERE username = ?", admin));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("Your session has ended");
    assertNothingMade();
  }

  @Test
  void aFormOfAnAdminThatIsLoweredMeanwhileIsRefused() {
    Answer answer =
        postFormWhile(
            () ->
                FIXTURES.change("UPDATE admin_user SET role = 'viewer' WHERE username = ?", admin));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("Your role does not include this");
    assertNothingMade();
  }

  private void disable() {
    FIXTURES.change("UPDATE admin_user SET password_hash = '' WHERE username = ?", admin);
  }

  @Test
  void aFormOfAProxysUserThatIsDisabledMeanwhileIsRefused() {
    Answer answer =
        sendWhile(
            "POST /console/admins HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n"
                + "Remote-User: "
                + admin,
            "127.0.0.2",
            form(),
            this::disable);

    assertThat(answer.status()).isEqualTo(403);
    assertNothingMade();
  }

  @Test
  void aCallByBasicOfAnAdminThatIsDisabledMeanwhileIsRefused() {
    String pair = admin + ":" + Admins.PASSWORD;
    Answer answer =
        sendWhile(
            "POST /admin/credentials HTTP/1.1\nContent-Type: application/json\nAuthorization: Basic "
                + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)),
            "127.0.0.1",
            json(),
            this::disable);

    assertThat(answer.status()).isEqualTo(401);
    assertNothingMade();
  }

  @Test
  void aCallOfAProxysUserThatIsDisabledMeanwhileIsRefused() {
    Answer answer =
        sendWhile(
            "POST /admin/credentials HTTP/1.1\nContent-Type: application/json\nRemote-User: "
                + admin,
            "127.0.0.2",
            json(),
            this::disable);

    assertThat(answer.status()).isEqualTo(403);
    assertNothingMade();
  }
}
