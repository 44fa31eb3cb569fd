package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sends the management listener what browsers send in an admin's name. */
class BrowserSpec {

  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_MANAGEMENT_PUBLIC_ORIGINS", "https://ops.example.com, http://my_proxy:8443",
              "LEADGATE_MANAGEMENT_HOSTS", "leadgate.internal"));
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String BASIC =
      Base64.getEncoder()
          .encodeToString(
              (RunningGateway.ADMIN + ":" + RunningGateway.ADMIN_PASSWORD)
                  .getBytes(StandardCharsets.UTF_8));

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static Answer send(String method, String path, String host, String headers) {
    return RawConnection.answer(
        GATEWAY.management(),
        "%s %s HTTP/1.1\nHost: %s\nAuthorization: Basic %s\n%s\n"
            .formatted(
                method,
                path,
                host,
                BASIC,
                headers.isEmpty() ? "" : headers.replace("; ", "\n") + "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1:9090         | Content-Length: 0                                                     | 201
          leadgate:9090          | Content-Length: 0                                                     | 201
          127.0.0.1:9090         | Sec-Fetch-Site: same-origin                                           | 201
          127.0.0.1:9090         | Sec-Fetch-Site: none                                                  | 201
          127.0.0.1:9090         | Sec-Fetch-Site: cross-site                                            | 403
          127.0.0.1:9090         | Sec-Fetch-Site: same-site                                             | 403
          127.0.0.1:9090         | Sec-Fetch-Site: same-site; Origin: http://127.0.0.1:9090              | 403
          127.0.0.1:9090         | Origin: http://127.0.0.1:9090                                         | 201
          127.0.0.1:9090         | Origin: http://127.0.0.1:8080                                         | 403
          127.0.0.1:9090         | Origin: null                                                          | 403
          127.0.0.1:9090         | Origin: http://evil.example                                           | 403
          127.0.0.1:9090         | Origin: http://127.0.0.1:9090.evil.example                            | 403
          127.0.0.1:9090         | Origin: https://ops.example.com; Sec-Fetch-Site: cross-site           | 201
          127.0.0.1:9090         | Origin: HTTP://My_Proxy:8443                                          | 201
          127.0.0.1:9090         | Origin: http://evil.example; X-Forwarded-Host: evil.example           | 403
          evil.example:9090      | Origin: http://evil.example:9090                                      | 421
          evil.example:9090      | Sec-Fetch-Site: same-origin                                           | 421
          evil.example:9090      | Sec-Fetch-Mode: cors                                                  | 421
          evil.example:9090      | Cookie: a=1                                                           | 421
          localhost:9090         | Sec-Fetch-Site: same-origin                                           | 201
          LeadGate.Internal:9090 | Sec-Fetch-Site: same-origin                                           | 201
          ops.example.com        | Sec-Fetch-Site: same-origin                                           | 201
          [::1]:9090             | Sec-Fetch-Site: same-origin                                           | 201
          """)
  void aChangeComesFromNoOtherOrigin(String host, String headers, int status) {
    String path =
        "/admin/credentials/" + FIXTURES.credential("lead_receiver").clientId() + "/secrets";
    Answer answer = send("POST", path, host, headers);

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (status != 201) {
      assertThat(answer.text("type"))
          .isEqualTo(status == 403 ? "/problems/cross-origin" : "/problems/misdirected-request");
    }
  }

  @Test
  void aReadIsCheckedForItsHostAlone() {
    assertThat(
            send("GET", "/admin/credentials", "127.0.0.1", "Sec-Fetch-Site: cross-site").status())
        .isEqualTo(200);
    assertThat(send("GET", "/admin/credentials", "evil.example", "Sec-Fetch-Site: none").status())
        .isEqualTo(421);
    assertThat(send("GET", "/metrics", "evil.example", "Sec-Fetch-Site: none").status())
        .isEqualTo(200);
    assertThat(send("GET", "/health/live", "evil.example", "Cookie: a=1").status()).isEqualTo(200);
  }

  @Test
  void everyAnswerForbidsCachesAndGuesses() {
    for (Answer answer :
        new Answer[] {
          send("GET", "/admin/credentials", "127.0.0.1", ""),
          send("GET", "/nothing", "127.0.0.1", ""),
          send("GET", "/metrics", "127.0.0.1", ""),
          RawConnection.answer(GATEWAY.api(), "GET / HTTP/1.1\nHost: a\n\n"),
          RawConnection.answer(GATEWAY.api(), "GET /v1/leads HTTP/1.1\nHost: a\n\n"),
          RawConnection.answer(GATEWAY.api(), "GET / HTTP/9.9\nHost: a\n\n"),
        }) {
      assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
      assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
    }
  }

  @Test
  void personWhoOpensThePublicListenerIsAnswered() {
    Answer answer = GATEWAY.api().get("/");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(answer.body()).contains("<title>Leadgate</title>", "/openapi.json");
  }
}
