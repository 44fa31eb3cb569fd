package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Answer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Signs in by an identity provider where two nodes stand behind a proxy, with the other settings of
 * the sign-in.
 */
class OidcOriginsSpec {

  private static final String FIRST = "https://ops.example.com";
  private static final String SECOND = "http://desk.example.com:8080";
  private static final String NEW_KEY = "the-newer-key-of-more-than-thirty-two-bytes";

  private static TestIssuer issuer;
  private static TestDatabase database;
  private static RunningGateway node;

  /** A node whose ring has a newer key already. */
  private static RunningGateway newerNode;

  @BeforeAll
  static void start() throws IOException {
    issuer = new TestIssuer();
    database = SharedServers.newDatabase();
    node = RunningGateway.join(database, settings(RunningGateway.SIGNING_KEY + "," + NEW_KEY));
    newerNode = RunningGateway.join(database, settings(NEW_KEY + "," + RunningGateway.SIGNING_KEY));
  }

  private static Map<String, String> settings(String ring) {
    Map<String, String> settings = new HashMap<>(issuer.settings());
    settings.put("LEADGATE_TOKEN_SIGNING_KEYS", ring);
    settings.put("LEADGATE_MANAGEMENT_PUBLIC_ORIGINS", FIRST + "," + SECOND);
    settings.put("LEADGATE_OIDC_AUTOMATIC", "true");
    settings.put("LEADGATE_OIDC_SCOPES", "groups, offline_access");
    settings.put("LEADGATE_OIDC_ROLES_CLAIM", "resource_access.leadgate.com.groups");
    settings.put(
        "LEADGATE_OIDC_ROLES", "admin=/ops/security, operator=/desk, operator=/Night Desk");
    return settings;
  }

  @AfterAll
  static void stop() {
    newerNode.close();
    node.close();
    database.close();
    issuer.close();
  }

  private static void giveGroup(String group) {
    issuer.answerWith(
        token -> {
          token
              .putObject("resource_access")
              .putObject("leadgate.com")
              .putArray("groups")
              .add(group);
          return token;
        });
  }

  @Test
  void anotherNodeFinishesTheSignIn() {
    giveGroup("/desk");
    OidcBrowser browser = OidcBrowser.behindProxy(SECOND, node, newerNode);

    Answer back = browser.signIn();
    assertThat(back.status()).as("of the newer node").isEqualTo(200);
    assertThat(browser.page()).as("of the older node").contains("<small>operator</small>");
    assertThat(browser.page()).as("of the newer node").contains("<small>operator</small>");

    OidcBrowser other = OidcBrowser.behindProxy(SECOND, newerNode, node);
    assertThat(other.signIn().status()).as("of the older node").isEqualTo(200);
  }

  @Test
  void cookiesOfAnOriginWithTlsAreOfThisHostAlone() {
    giveGroup("/ops/security");
    OidcBrowser browser = OidcBrowser.behindProxy(FIRST, node, newerNode);

    assertThat(browser.signIn().status()).isEqualTo(200);

    assertThat(browser.setCookies())
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("__Host-leadgate_")
                    .contains("; Path=/;")
                    .contains("; Secure")
                    .containsIgnoringCase("; HttpOnly")
                    .doesNotContain("Domain"));
    assertThat(browser.setCookies().getFirst()).contains("SameSite=Lax");
    assertThat(browser.page()).contains("<small>admin</small>");
  }

  @Test
  void cookiesOfAnOriginWithoutTlsAreOfTheSignInAlone() {
    OidcBrowser browser = OidcBrowser.behindProxy(SECOND, node);
    browser.begin();

    assertThat(browser.setCookies())
        .singleElement()
        .asString()
        .startsWith("leadgate_oidc_8080_")
        .contains("; Path=/console/login/oidc;")
        .doesNotContain("Secure");
  }

  @Test
  void valuesOfTheProviderStandForRoles() {
    OidcBrowser browser = OidcBrowser.behindProxy(SECOND, node);
    giveGroup("/Night Desk");
    browser.signIn();
    assertThat(browser.page()).contains("<small>operator</small>");

    giveGroup("admin");
    assertThat(OidcBrowser.behindProxy(SECOND, node).signIn().status())
        .as("a name that stands for nothing here")
        .isEqualTo(403);
  }

  @Test
  void furtherScopesAreAskedFor() {
    assertThat(OidcBrowser.behindProxy(SECOND, node).begin())
        .contains("scope=openid+profile+groups+offline_access&");
  }

  @Test
  void aBrowserAtANodeIsLedToThePublicOrigin() {
    OidcBrowser browser = OidcBrowser.at(node);

    String led = browser.get("/console/login/oidc?next=/console/zone").header("Location");

    assertThat(led).startsWith(FIRST + "/console/login/oidc?").endsWith("next=%2Fconsole%2Fzone");
    assertThat(browser.cookies()).isEmpty();
    assertThat(OidcBrowser.behindProxy(FIRST, node).get(led).header("Location"))
        .startsWith(issuer.address());
    // A proxy that puts the node in the place of the host.
    assertThat(browser.get(led.substring(FIRST.length())).header("Location"))
        .startsWith(issuer.address())
        .contains("redirect_uri=https%3A%2F%2Fops.example.com%2F");
  }

  @Test
  void theSignInPageLeadsToTheProviderByItself() {
    OidcBrowser browser = OidcBrowser.behindProxy(SECOND, node);

    assertThat(browser.get("/console/login?next=/console/zone").header("Location"))
        .isEqualTo("/console/login/oidc?next=%2Fconsole%2Fzone");
    for (String path : new String[] {"/console/login?local=1", "/console/login?done=signed-out"}) {
      Answer page = browser.get(path);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body()).contains("type=\"password\"").contains("/console/login/oidc?");
    }
  }
}
