package io.leadgate.console;

import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.RawConnection;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comes by a proxy that has signed the user in, and as callers that only say so. */
class ProxyUserSpec {

  /** Trusts the address from which the tests come; the other proxies are of the public listener. */
  private static final RunningGateway GATEWAY =
      RunningGateway.start(
          Map.of(
              "LEADGATE_MANAGEMENT_TRUSTED_PROXIES", "127.0.0.1",
              "LEADGATE_MANAGEMENT_USER_HEADER", "Remote-User",
              "LEADGATE_MANAGEMENT_ROLES_HEADER", "Remote-Groups"));

  private static final RunningGateway TRUSTS_OTHERS =
      RunningGateway.join(
          GATEWAY.database(),
          Map.of(
              "LEADGATE_HTTP_TRUSTED_PROXIES", "127.0.0.1",
              "LEADGATE_MANAGEMENT_TRUSTED_PROXIES", "192.0.2.1",
              "LEADGATE_MANAGEMENT_USER_HEADER", "Remote-User",
              "LEADGATE_MANAGEMENT_ROLES_HEADER", "Remote-Groups"));

  private static final String CREDENTIAL = "{\"description\":\"x\",\"scopes\":[\"data_api\"]}";

  private final String unknown = "ada-" + UUID.randomUUID();

  @AfterAll
  static void stop() {
    TRUSTS_OTHERS.close();
    GATEWAY.close();
  }

  private static Http as(RunningGateway gateway, String user) {
    return gateway.management().with("Remote-User", user);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          admin                            | 200 | 200
          operator                         | 403 | 200
          viewer                           | 403 | 200
          'sales, viewer,operator'         | 403 | 200
          'viewer, admin'                  | 200 | 200
          Admin                            | 403 | 403
          'sales,marketing'                | 403 | 403
          ''                               | 403 | 403
          """)
  void theProxySaysTheRole(String roles, int credentials, int quarantine) {
    Http proxy = as(GATEWAY, unknown).with("Remote-Groups", roles);

    assertThat(proxy.get("/admin/credentials").status()).isEqualTo(credentials);
    assertThat(proxy.get("/admin/quarantine").status()).isEqualTo(quarantine);
    assertThat(proxy.get("/console/credentials").status()).isEqualTo(credentials);
    assertThat(proxy.get("/console/zone").status()).isEqualTo(quarantine);
  }

  @Test
  void theStoredRoleCountsWhereTheProxySaysNone() {
    String operator = Admins.make(GATEWAY, "operator");

    assertProblem(as(GATEWAY, operator).get("/admin/credentials"), 403, "insufficient-role");
    assertThat(as(GATEWAY, operator).get("/admin/quarantine").status()).isEqualTo(200);
    assertThat(
            as(GATEWAY, operator).with("Remote-Groups", "admin").get("/admin/credentials").status())
        .isEqualTo(200);
    assertThat(
            as(GATEWAY, Admins.make(GATEWAY, "admin"))
                .with("Remote-Groups", "viewer")
                .get("/console/credentials")
                .status())
        .isEqualTo(403);
  }

  @Test
  void aUserWithoutARoleIsRefusedWithTheRemedy() {
    Answer page = as(GATEWAY, unknown).get("/console/zone");

    assertProblem(as(GATEWAY, unknown).get("/admin/quarantine"), 403, "insufficient-role");
    assertThat(page.status()).isEqualTo(403);
    assertThat(page.body()).contains("management.roles_header");
  }

  @Test
  void anAdminThatIsDisabledHereStaysDisabled() {
    String admin = Admins.make(GATEWAY, "admin");
    GATEWAY.fixtures().change("UPDATE admin_user SET password_hash = '' WHERE username = ?", admin);
    Http proxy = as(GATEWAY, admin).with("Remote-Groups", "admin");

    assertThat(proxy.get("/admin/credentials").status()).isEqualTo(403);
    assertThat(proxy.get("/console/credentials").status()).isEqualTo(403);
  }

  @Test
  void noOtherCallerIsBelieved() {
    Http liar =
        as(TRUSTS_OTHERS, unknown)
            .with("Remote-Groups", "admin")
            .with("X-Forwarded-For", "192.0.2.1")
            .with("Forwarded", "for=192.0.2.1");
    assertThat(liar.get("/admin/credentials").status()).isEqualTo(401);
    assertThat(liar.get("/console/credentials").status()).isEqualTo(303);

    try (RawConnection other = RawConnection.from("127.0.0.2", GATEWAY.management())) {
      Answer answer =
          other
              .send(
                  """
                  GET /admin/credentials HTTP/1.1
                  Host: a
                  Remote-User: a
                  Remote-Groups: admin

                  """)
              .answer();
      assertThat(answer.status()).isEqualTo(401);
    }
  }

  @Test
  void theAuditLogNamesTheUser() {
    Http proxy = as(GATEWAY, unknown).with("Remote-Groups", "admin");
    Answer made = proxy.with("Origin", proxy.base()).post("/admin/credentials", CREDENTIAL);
    String path = "/console/credentials/" + made.text("client_id") + "/disable";
    Answer disabled = proxy.with("Sec-Fetch-Site", "same-origin").send("POST", path, new byte[0]);

    assertThat(disabled.status()).isEqualTo(303);
    JsonNode items = proxy.get("/admin/audit?limit=2").json().path("items");
    assertThat(items.findValuesAsText("actor"))
        .containsExactly("proxy:" + unknown, "proxy:" + unknown);
    assertThat(items.findValuesAsText("action"))
        .containsExactly("credential.update", "credential.create");
    assertThat(proxy.get("/console/zone").body()).contains(unknown);
  }

  @Test
  void aFormOfAnotherSiteIsRefusedHere() {
    Http proxy = as(GATEWAY, unknown).with("Remote-Groups", "admin");

    assertThat(
            proxy
                .with("Sec-Fetch-Site", "cross-site")
                .send("POST", "/console/zone", new byte[0])
                .status())
        .isEqualTo(403);
    assertThat(proxy.send("POST", "/console/zone", new byte[0]).status()).isEqualTo(403);
  }

  @Test
  void aNameThatIsNoneIsRefusedWithTheRemedy() {
    assertThat(as(GATEWAY, " ").with("Remote-Groups", "admin").get("/admin/credentials").status())
        .isEqualTo(401);
    for (String name : new String[] {"a".repeat(101), "oidc:ada", ":"}) {
      Http proxy = as(GATEWAY, name).with("Remote-Groups", "admin");
      Answer page = proxy.get("/console/credentials");

      assertProblem(proxy.get("/admin/credentials"), 403, "insufficient-role");
      assertThat(page.status()).isEqualTo(403);
      assertThat(page.body()).contains("let the proxy send another name");
    }
    // A soft hyphen, which no page shows.
    assertThat(
            RawConnection.answer(
                    GATEWAY.management(),
                    """
                    GET /admin/quarantine HTTP/1.1
                    Host: 127.0.0.1
                    Remote-User: a\u00adb
                    Remote-Groups: admin

                    """)
                .status())
        .isEqualTo(403);
  }

  @Test
  void aHeaderThatCameTwiceIsRefusedWithTheRemedy() {
    Http twoUsers =
        as(GATEWAY, "own-" + unknown).with("Remote-User", unknown).with("Remote-Groups", "admin");
    Http twoRoles =
        as(GATEWAY, unknown).with("Remote-Groups", "admin").with("Remote-Groups", "viewer");
    for (Http proxy : new Http[] {twoUsers, twoRoles}) {
      Answer page = proxy.get("/console/zone");

      assertProblem(proxy.get("/admin/quarantine"), 403, "insufficient-role");
      assertThat(page.status()).isEqualTo(403);
      assertThat(page.body()).contains("came more than once");
    }
  }

  @Test
  void aUserWithTheRoleOfTheHeaderIsNotTheAdminOfTheSameName() {
    String admin = Admins.make(GATEWAY, "admin");

    assertThat(as(GATEWAY, admin).with("Remote-Groups", "viewer").get("/console/zone").body())
        .contains("proxy:" + admin);
    assertThat(as(GATEWAY, admin).get("/console/zone").body())
        .contains(">" + admin + "<")
        .doesNotContain("proxy:");
  }

  @Test
  void aLinkByTheNameOfAnotherHostReadsNothing() {
    for (String path : new String[] {"/admin/credentials", "/console/credentials"}) {
      String request = "GET %s HTTP/1.1\nHost: %s\nRemote-User: %s\nRemote-Groups: admin\n\n";
      assertThat(
              RawConnection.answer(
                      GATEWAY.management(), request.formatted(path, "evil.example", unknown))
                  .status())
          .as(path)
          .isEqualTo(421);
      assertThat(
              RawConnection.answer(
                      GATEWAY.management(), request.formatted(path, "127.0.0.1", unknown))
                  .status())
          .as(path)
          .isEqualTo(200);
    }
  }

  @Test
  void aChangeOfAProxysUserSaysItsOrigin() {
    Http proxy = as(GATEWAY, unknown).with("Remote-Groups", "admin");

    assertProblem(proxy.post("/admin/credentials", CREDENTIAL), 403, "cross-origin");
    assertProblem(
        proxy.with("Origin", "http://evil.example").post("/admin/credentials", CREDENTIAL),
        403,
        "cross-origin");
    assertThat(proxy.with("Origin", proxy.base()).post("/admin/credentials", CREDENTIAL).status())
        .isEqualTo(201);
    assertThat(
            proxy
                .with("Sec-Fetch-Site", "same-origin")
                .post("/admin/credentials", CREDENTIAL)
                .status())
        .isEqualTo(201);
  }

  @Test
  void aProxysUserIsToldWhereThePasswordIsAndHasNoSignOut() {
    Http proxy = as(GATEWAY, unknown).with("Remote-Groups", "viewer");
    String page = proxy.get("/console/me").body();

    assertThat(page)
        .contains("Your password is where the proxy before this gateway signs you in.")
        .doesNotContain("Sign out", "type=\"password\"");
    assertThat(
            proxy
                .with("Sec-Fetch-Site", "same-origin")
                .send("POST", "/console/me/password", new byte[0])
                .status())
        .isEqualTo(422);
  }

  @Test
  void theLinkOfTheAuditLogToAProxysUserLeadsToAPage() {
    String admin = Admins.make(GATEWAY, "admin");

    assertThat(
            ConsoleClient.signedIn(GATEWAY, admin)
                .get("/console/admins/proxy%3A" + unknown)
                .status())
        .isEqualTo(200);
  }
}
