package io.leadgate.console.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.console.ConsoleClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A console with an admin of some role, as the specs of setting up use it. */
final class AdminBrowser {

  private static final Pattern TAG = Pattern.compile("name=\"tag\" value=\"([^\"]*)\"");

  private final ConsoleClient client;
  private final Fixtures fixtures;

  private AdminBrowser(RunningGateway gateway, String name) {
    client = ConsoleClient.signedIn(gateway, name, RunningGateway.ADMIN_PASSWORD);
    fixtures = gateway.fixtures();
  }

  /** An answer of the console. */
  record Shown(int status, String page, String location) {

    /** The text that a person reads, without the marks of HTML. */
    String text() {
      return page.replaceAll("<[^>]*>", " ")
          .replaceAll("\\s+", " ")
          .replace("&#34;", "\"")
          .replace("&#39;", "'")
          .replace("&amp;", "&");
    }

    /** The tag of the row that the page shows. */
    String tag() {
      Matcher tag = TAG.matcher(page);
      assertThat(tag.find()).as(page).isTrue();
      return tag.group(1).replace("&#34;", "\"");
    }

    /** The number at the end of the address to which the answer leads. */
    int id() {
      assertThat(status).as(page).isEqualTo(303);
      return Integer.parseInt(location.replaceAll("^.*/|\\?.*", ""));
    }
  }

  /** Signs in the admin of the tests. */
  static AdminBrowser admin(RunningGateway gateway) {
    return new AdminBrowser(gateway, RunningGateway.ADMIN);
  }

  /** Makes an admin with the role, and signs it in. */
  static AdminBrowser ofRole(RunningGateway gateway, String role) {
    gateway
        .fixtures()
        .change(
            "INSERT INTO admin_user (username, password_hash, role)"
                + " SELECT ?, password_hash, ? FROM admin_user WHERE username = ?"
                + " ON CONFLICT DO NOTHING",
            "setup-" + role,
            role,
            RunningGateway.ADMIN);
    return new AdminBrowser(gateway, "setup-" + role);
  }

  Shown get(String path) {
    return shown(client.get(path));
  }

  /**
   * Sends a form.
   *
   * @param members names and values in turn
   */
  Shown post(String path, String... members) {
    return shown(client.post(path, members));
  }

  /** Sends a form with the tag that a page has now. */
  Shown edit(String path, String action, String... members) {
    List<String> all = new ArrayList<>(List.of("tag", get(path).tag()));
    all.addAll(List.of(members));
    return post(path + action, all.toArray(String[]::new));
  }

  /** The number of rows in the audit log that an admin has made by an action on a subject. */
  long audited(String action, int subject, String details) {
    return fixtures.number(
        "SELECT count(*) FROM audit_log WHERE actor_type = 'admin' AND action = ? AND subject = ?"
            + " AND details::text LIKE ?",
        action,
        Integer.toString(subject),
        "%" + details + "%");
  }

  private static Shown shown(Answer answer) {
    return new Shown(answer.status(), answer.body(), answer.header("Location"));
  }
}
