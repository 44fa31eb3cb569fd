package io.leadgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of credentials, and the page of a single one. */
class CredentialScreensSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final ConsoleClient BROWSER =
      ConsoleClient.signedIn(GATEWAY, Admins.make(GATEWAY, "admin"));

  private final Credential credential = FIXTURES.credential("lead_receiver");
  private final String page = "/console/credentials/" + credential.clientId();

  private static JsonNode stored(Credential credential) {
    return GATEWAY.management().admin().get("/admin/credentials/" + credential.clientId()).json();
  }

  @ParameterizedTest
  @CsvSource({
    "enabled, true",
    "disabled, false",
    "never_used, true",
    "unused, false",
  })
  void listIsFilteredByState(String state, boolean isThere) {
    String list = "/console/credentials?state=" + state + "&text=" + credential.clientId();
    assertThat(BROWSER.get(list).body().contains(page)).isEqualTo(isThere);
  }

  @Test
  void listIsFilteredByTheTimeOfTheLastUse() {
    String list = "/console/credentials?text=" + credential.clientId() + "&state=";
    use("now()");
    assertThat(BROWSER.get(list + "never_used").body()).doesNotContain(page);
    assertThat(BROWSER.get(list + "unused").body()).doesNotContain(page);

    use("now() - interval '31 days'");
    assertThat(BROWSER.get(list + "never_used").body()).doesNotContain(page);
    assertThat(BROWSER.get(list + "unused").body()).contains(page);
  }

  private void use(String time) {
    FIXTURES.change(
        "UPDATE credential SET last_used_at = " + time + " WHERE client_id = ?::uuid",
        credential.clientId());
  }

  @Test
  void listIsFilteredByTheLeadSource() {
    int source = FIXTURES.campaign().leadSourceId();
    Credential bound = FIXTURES.boundCredential(source, "lead_receiver");

    String list = BROWSER.get("/console/credentials?source=" + source).body();

    assertThat(list).contains(bound.clientId(), "of a campaign").doesNotContain(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text=%00", "state=%00", "source=%00", "after=%00", "text=%F0%9F%98%80"})
  void listTakesEveryText(String query) {
    assertThat(BROWSER.get("/console/credentials?" + query).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lead-sources?after=999999999",
        "lead-types?after=999999999",
        "admins?after=zzzzzz",
        "audit?before=1"
      })
  void placeBehindTheEndOfAListSaysSo(String list) {
    assertThat(BROWSER.get("/console/" + list).body())
        .contains("The list ends before this place")
        .doesNotContain(" yet.");
  }

  /** Another admin has bound the credential since the page was opened. */
  @Test
  void pageThatWasOpenedBeforeTakesNoBindingBack() {
    int source = FIXTURES.campaign().leadSourceId();
    BROWSER.post(
        page,
        "description",
        "spec",
        "description_was",
        "spec",
        "source",
        Integer.toString(source),
        "source_was",
        "");
    assertThat(stored(credential).path("lead_source_id").intValue()).isEqualTo(source);

    Answer renamed =
        BROWSER.post(
            page, "description", "Acme", "description_was", "spec", "source", "", "source_was", "");

    assertThat(renamed.status()).isEqualTo(303);
    assertThat(stored(credential).path("description").textValue()).isEqualTo("Acme");
    assertThat(stored(credential).path("lead_source_id").intValue()).isEqualTo(source);
    Answer freed = BROWSER.post(page, "source", "", "source_was", Integer.toString(source));
    assertThat(freed.status()).isEqualTo(303);
    assertThat(stored(credential).path("lead_source_id").isNull()).isTrue();
  }

  @Test
  void refusedChangeKeepsWhatWasTyped() {
    String name = "x".repeat(201);

    Answer refused =
        BROWSER.post(
            page,
            "description",
            name,
            "description_was",
            "spec",
            "source",
            "999999999",
            "source_was",
            "");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("value=\"" + name + "\"", "The description must");
  }

  @Test
  void formOfTheListIsOpenAndBoundByItsAddress() {
    int source = FIXTURES.campaign().leadSourceId();

    String body = BROWSER.get("/console/credentials?new=1&source=" + source).body();

    assertThat(body)
        .contains("<dialog id=\"new\" aria-labelledby=\"new-title\" open data-open=\"\">");
    assertThat(BROWSER.get("/console/credentials").body())
        .contains("<dialog id=\"new\" aria-labelledby=\"new-title\"><div");
  }

  @Test
  void changesOfAnObjectOfAnotherKindWithTheSameNumberAreOthers() {
    int source = FIXTURES.campaign().leadSourceId();
    FIXTURES.change(
        "INSERT INTO audit_log (actor_type, actor, action, subject) VALUES"
            + " ('admin', 'of-the-campaign', 'campaign.update', ?),"
            + " ('admin', 'of-the-source', 'lead_source.update', ?)",
        Integer.toString(source),
        Integer.toString(source));
    String link =
        BROWSER
            .get("/console/lead-sources/" + source)
            .body()
            .replaceFirst("(?s).*href=\"(/console/audit[^\"]*)\".*", "$1")
            .replace("&amp;", "&");

    assertThat(BROWSER.get(link).body())
        .contains("of-the-source")
        .doesNotContain("of-the-campaign");
  }
}
