package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.domain.AdminRight;
import io.leadgate.domain.AdminRole;
import io.leadgate.signin.GuardedCall;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Makes every call of admins with every role, and compares the answers with docs/roles.md. The
 * gateway has an identity provider, because it has calls of its own.
 */
class RolesSpec {

  private static final Path DOCUMENT = Path.of("docs/roles.md");
  private static final String BEGIN = "<!-- calls -->\n";
  private static final String END = "<!-- end -->\n";
  private static final String BEGIN_OF_MEMBERS = "<!-- members -->\n";
  private static final String END_OF_MEMBERS = "<!-- end of members -->\n";

  private static TestIssuer issuer;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    issuer = new TestIssuer();
    gateway = RunningGateway.start(issuer.settings());
    gateway.awaitRedis();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    issuer.close();
  }

  private static List<GuardedCall> calls() {
    return gateway.adminCalls();
  }

  private static Stream<GuardedCall> guarded() {
    return calls().stream().filter(call -> call.right().isPresent());
  }

  /** The table of the document, as the code has it. */
  private static String table() {
    String head = "| call | right | admin | operator | viewer |\n|---|---|---|---|---|\n";
    return calls().stream().map(RolesSpec::line).collect(Collectors.joining("\n", head, "\n"));
  }

  private static String line(GuardedCall call) {
    return "| `%s %s` | %s | %s |"
        .formatted(
            call.method(),
            call.path().replaceAll(":([A-Za-z]+)", "{$1}"),
            call.right().map(AdminRight::code).orElse("none: before the sign-in"),
            Arrays.stream(AdminRole.values())
                .map(
                    role ->
                        call.right().filter(right -> !role.may(right)).isPresent() ? "–" : "yes")
                .collect(Collectors.joining(" | ")));
  }

  /** What each role gets of a quarantined request, by real answers. */
  private static String members() {
    String id =
        gateway
            .api()
            .with("Idempotency-Key", "\"a-key\"")
            .post(gateway.fixtures().campaign().leads(), "{\"email\":\"ada@example.com\"}")
            .text("quarantine_id");
    Map<AdminRole, JsonNode> seen = new EnumMap<>(AdminRole.class);
    for (AdminRole role : AdminRole.values()) {
      Http admin = gateway.management().basic(Admins.make(gateway, role.code()), Admins.PASSWORD);
      seen.put(role, admin.get("/admin/quarantine/" + id).json());
    }
    return seen.values().stream()
        .flatMap(request -> request.properties().stream())
        .map(Map.Entry::getKey)
        .distinct()
        .map(name -> "| `%s` | %s |".formatted(name, seenBy(seen, name)))
        .collect(
            Collectors.joining(
                "\n", "| member | admin | operator | viewer |\n|---|---|---|---|\n", "\n"));
  }

  private static String seenBy(Map<AdminRole, JsonNode> seen, String member) {
    return seen.values().stream()
        .map(request -> request.hasNonNull(member) ? "yes" : "–")
        .collect(Collectors.joining(" | "));
  }

  private static String filled(String document, String begin, String table, String end) {
    return document.substring(0, document.indexOf(begin) + begin.length())
        + table
        + document.substring(document.indexOf(end));
  }

  @Test
  void theDocumentHasEachCallAndEachMemberWithItsRoles() throws IOException {
    String document = Files.readString(DOCUMENT);
    String wanted =
        filled(filled(document, BEGIN, table(), END), BEGIN_OF_MEMBERS, members(), END_OF_MEMBERS);
    Path written = Files.writeString(Path.of("target").resolve(DOCUMENT.getFileName()), wanted);

    assertThat(document).as("run: cp %s %s", written, DOCUMENT).isEqualTo(wanted);
  }

  /** A path to nothing that is there, so that a call which is allowed changes nothing. */
  private static String pathOf(GuardedCall call) {
    return call.path()
        .replaceAll(":name", "nobody-of-this-name")
        .replaceAll(":[A-Za-z]+Id", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
        .replaceAll(":[A-Za-z]+", "2147483647");
  }

  @ParameterizedTest
  @EnumSource
  void aSessionMayDoWhatTheTableSays(AdminRole role) {
    assertMayDoWhatTheTableSays(
        ConsoleClient.signedIn(gateway, Admins.make(gateway, role.code())), role);
  }

  @ParameterizedTest
  @EnumSource
  void aSessionOfTheProviderMayDoWhatTheTableSays(AdminRole role) {
    issuer.answerWith(token -> token.put("roles", role.code()));
    OidcBrowser signedIn = OidcBrowser.at(gateway);
    signedIn.signIn();
    Map.Entry<String, String> session = signedIn.cookies().entrySet().iterator().next();

    assertMayDoWhatTheTableSays(
        ConsoleClient.at(gateway).with("Cookie", session.getKey() + "=" + session.getValue()),
        role);
  }

  private static void assertMayDoWhatTheTableSays(ConsoleClient browser, AdminRole role) {
    guarded()
        .filter(call -> call.path().startsWith("/console"))
        .forEach(
            call -> {
              Answer answer =
                  call.method().equals(HttpMethod.POST)
                      ? browser.post(pathOf(call))
                      : browser.send(call.method().name(), pathOf(call));
              boolean refused =
                  answer.status() == 403
                      && answer.body().contains("Your role does not include this");
              assertThat(refused)
                  .as("%s as %s: %s", call, role, answer.status())
                  .isEqualTo(!role.may(call.right().orElseThrow()));
              assertThat(answer.status()).as("%s as %s", call, role).isNotIn(401, 405, 500, 503);
              if (!refused) {
                assertThat(answer.status()).as("%s as %s", call, role).isNotEqualTo(403);
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void basicMayDoWhatTheTableSays(AdminRole role) {
    String name = Admins.make(gateway, role.code());
    guarded()
        .filter(call -> call.path().startsWith("/admin"))
        .forEach(
            call -> {
              Http http = gateway.management().basic(name, Admins.PASSWORD);
              Answer answer =
                  (call.method().equals(HttpMethod.GET)
                          ? http
                          : http.with("Content-Type", "application/json"))
                      .send(call.method().name(), pathOf(call), new byte[0]);
              boolean refused = answer.status() == 403;
              if (refused) {
                assertThat(answer.problem()).isEqualTo("insufficient-role");
              }
              assertThat(refused)
                  .as("%s as %s: %s", call, role, answer.status())
                  .isEqualTo(!role.may(call.right().orElseThrow()));
              assertThat(answer.status()).as("%s as %s", call, role).isNotIn(401, 405, 500, 503);
            });
  }

  @ParameterizedTest
  @EnumSource
  void aPageLeadsOnlyToPartsThatTheRoleMaySee(AdminRole role) {
    ConsoleClient browser = ConsoleClient.signedIn(gateway, Admins.make(gateway, role.code()));
    String page = browser.get("/console/zone").body();

    assertThat(page.contains("href=\"/console/admins\""))
        .isEqualTo(role.may(AdminRight.ADMINISTER));
    assertThat(page.contains("href=\"/console/audit\"")).isEqualTo(role.may(AdminRight.ADMINISTER));
    assertThat(page.contains("href=\"/console/lead-sources\"")).isTrue();
  }

  @Test
  void nothingIsOpenToABrowserThatIsNotSignedIn() {
    guarded()
        .filter(call -> call.path().startsWith("/console"))
        .forEach(
            call -> {
              ConsoleClient stranger = ConsoleClient.at(gateway);
              if (call.method().equals(HttpMethod.POST)) {
                assertThat(stranger.post(pathOf(call)).status()).as("%s", call).isEqualTo(403);
              } else {
                assertThat(stranger.get(pathOf(call)).header("Location"))
                    .as("%s", call)
                    .startsWith("/console/login?next=");
              }
            });
  }
}
