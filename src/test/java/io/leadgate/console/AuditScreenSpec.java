package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the audit log on a page and as CSV, each of a filter. */
class AuditScreenSpec {

  private static final RunningGateway GATEWAY = RunningGateway.start(Map.of());
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String ADMIN = Admins.make(GATEWAY, "admin");
  private static final ConsoleClient BROWSER = ConsoleClient.signedIn(GATEWAY, ADMIN);

  private final String subject = UUID.randomUUID().toString();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private void note(String actor, String action, String at, String details) {
    FIXTURES.change(
        "INSERT INTO audit_log (at, actor_type, actor, action, subject, remote, request_id, details)"
            + " VALUES (?::timestamptz, 'admin', ?, ?, ?, '192.0.2.7', 'request-1', ?::jsonb)",
        at,
        actor,
        action,
        subject,
        details);
  }

  private Answer page(String query) {
    Answer answer = BROWSER.get("/console/audit?subject=" + subject + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static int rows(Answer page) {
    return page.body().split("data-label=\"Time\"", -1).length - 1;
  }

  @Test
  void aRowNamesTheActorTheActionAndTheObject() {
    Credential credential = FIXTURES.credential("data_api");
    BROWSER.post("/console/credentials/" + credential.clientId() + "/disable");
    String body =
        BROWSER
            .get("/console/audit?action=credential.update&subject=" + credential.clientId())
            .body()
            .replaceAll("\\s+", " ");

    assertThat(body)
        .contains(
            "<a href=\"/console/admins/"
                + ADMIN
                + "\">"
                + ADMIN
                + "</a> <small class=\"line\">admin</small>",
            "changed a credential",
            "<code>credential.update</code>",
            "<a href=\"/console/credentials/" + credential.clientId() + "\">",
            "<code>enabled</code> <span class=\"was\">true</span> → <span class=\"is\">false</span>",
            "127.0.0.1");
  }

  @Test
  void aLongValueIsCutAndItsWholeIsAtHand() {
    String whole = "x".repeat(119) + "😀" + "y".repeat(100);
    note(
        "a",
        "lead_type.update",
        "2026-03-01T00:00:00Z",
        "{\"name\":{\"from\":\"short\",\"to\":\"%s\"},\"plain\":[1],\"gone\":null}"
            .formatted(whole));
    String body = page("").body();

    assertThat(body)
        .contains(
            "<summary class=\"is\">" + "x".repeat(119) + "…</summary><pre>" + whole + "</pre>",
            "<code>plain</code> <span class=\"is\">[1]</span>",
            "<code>gone</code> <span class=\"is\">none</span>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                        | 3
          &actor=ada                                                | 2
          &actor=nobody                                             | 0
          &action=campaign.update                                   | 1
          &from=2026-03-02T00:00                                    | 2
          &from=2026-03-02                                          | 2
          &to=2026-03-02T00:00                                      | 1
          &from=2026-03-02T00:00&to=2026-03-03T00:00                | 1
          &from=2026-03-01T02:00&to=2026-03-02T01:00&zone=Europe/Berlin | 1
          &from=2026-03-02T01:00:01&zone=Europe/Berlin              | 1
          """)
  void theListAndItsCsvHaveWhatFitsTheFilter(String query, int rows) {
    note("ada", "campaign.create", "2026-03-01T23:59:00Z", "{}");
    note("ada", "campaign.update", "2026-03-02T00:00:00Z", "{}");
    note("bob", "campaign.delete", "2026-03-03T00:00:00Z", "{}");
    Answer page = page(query);

    assertThat(rows(page)).isEqualTo(rows);
    assertThat(csv(query)).hasSize(rows + 1);
    if (rows > 0) {
      String link =
          page.body()
              .replaceFirst("(?s).*href=\"(/console/audit\\.csv[^\"]*)\".*", "$1")
              .replace("&amp;", "&");
      assertThat(BROWSER.get(link).body().lines()).hasSize(rows + 1);
    } else {
      assertThat(page.body()).contains("No change fits the filter");
    }
  }

  private List<String> csv(String query) {
    Answer answer = BROWSER.get("/console/audit.csv?subject=" + subject + query);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"audit.csv\"");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    return answer.body().lines().toList();
  }

  @Test
  void theTimesOfTheFilterAreInTheZoneOfThePage() {
    note("ada", "campaign.create", "2026-03-01T23:30:00Z", "{}");
    String filter = "/console/audit?subject=" + subject + "&from=2026-03-02T00:00";

    Answer berlin = signedInBerlin().get(filter);

    assertThat(rows(berlin)).isEqualTo(1);
    assertThat(berlin.body()).contains("2026-03-02 00:30:00", "value=\"2026-03-02T00:00\"");
    assertThat(rows(BROWSER.get(filter))).isZero();
    Answer shared = signedInBerlin().get(filter + "&zone=UTC");
    assertThat(rows(shared)).isZero();
    assertThat(shared.body()).contains("value=\"2026-03-02T01:00\"");
  }

  private static ConsoleClient signedInBerlin() {
    ConsoleClient browser = ConsoleClient.at(GATEWAY);
    return browser.with(
        "Cookie", browser.cookie(ADMIN, Admins.PASSWORD) + "; leadgate_zone=Europe/Berlin");
  }

  @Test
  void aTextThatIsNoTimeIsToldInsteadOfIgnored() {
    for (String path : List.of("/console/audit", "/console/audit.csv")) {
      Answer answer = BROWSER.get(path + "?from=yesterday");

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body())
          .contains("The time “yesterday” cannot be read")
          .doesNotContain("<table");
    }
    Answer nul = BROWSER.get("/console/audit?actor=%00");
    assertThat(nul.status()).isEqualTo(200);
    assertThat(nul.body()).contains("No change fits the filter");
  }

  @Test
  void theListHasPagesNewestFirstAndTheCsvHasAll() {
    FIXTURES.change(
        "INSERT INTO audit_log (actor_type, actor, action, subject)"
            + " SELECT 'admin', 'row-' || i, 'campaign.update', ? FROM generate_series(1, 2500) AS i",
        subject);
    Answer first = page("");
    String next =
        first
            .body()
            .replaceFirst("(?s).*<a class=\"button\" href=\"([^\"]*)\">Next</a>.*", "$1")
            .replace("&amp;", "&");
    Answer second = BROWSER.get(next);

    assertThat(rows(first)).isEqualTo(100);
    assertThat(first.body()).contains(">row-2500<", ">row-2401<").doesNotContain(">row-2400<");
    assertThat(second.body()).contains(">row-2400<", ">row-2301<").doesNotContain(">row-2401<");
    assertThat(csv(""))
        .hasSize(2501)
        .first()
        .isEqualTo("id,at,actor_type,actor,action,subject,remote_address,request_id,details");
    assertThat(csv("").getLast()).contains(",admin,row-1,campaign.update," + subject + ",,,{}");
  }

  @Test
  void noCellIsAFormula() {
    for (String actor :
        List.of(
            "=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "\u00a0=1", "\uff1d1", "a=1", "")) {
      note(actor, "campaign.update", "2026-03-01T00:00:00Z", "{\"a\":\"b\"}");
    }
    String csv = BROWSER.get("/console/audit.csv?subject=" + subject).body().replace("\r\n", "\n");

    assertThat(csv)
        .contains(
            ",admin,'=1+1,",
            ",admin,'+1,",
            ",admin,'-1,",
            ",admin,'@x,",
            "'\t=1",
            "'\r=1",
            "'  =1",
            "'\u00a0=1",
            "'\uff1d1",
            ",admin,a=1,");
  }

  @Test
  void headSendsNoBody() {
    Answer head = BROWSER.send("HEAD", "/console/audit.csv");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
  }

  @Test
  void thePlanOfASubjectUsesItsIndex() {
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM pg_index WHERE indexrelid = 'audit_log_subject'::regclass"
                    + " AND indisvalid"))
        .isEqualTo(1);
  }
}
