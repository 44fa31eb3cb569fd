package io.leadgate.cli;

import static io.leadgate.cli.OperatorFixture.GATEWAY;
import static io.leadgate.cli.OperatorFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applies files to the database of a gateway that runs. */
class ApplySpec {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);
  private static final Pattern SECRET =
      Pattern.compile("(?s).*client_id: (\\S+)\\n.*client_secret: (\\S+)\\n");

  @TempDir private Path directory;

  /** Makes the names of this test its own. */
  private final String mark = "m" + UUID.randomUUID().toString().substring(0, 8);

  private final String all =
      """
      lead_sources:
        - name: Acme %1$s
      lead_types:
        - name: Auto %1$s
          fields:
            - {name: email, type: email, required: true}
            - {name: make, type: choice, options: [VW, Ford]}
      campaigns:
        - name: Acme Auto %1$s
          lead_source: Acme %1$s
          lead_type: Auto %1$s
          dedupe_ignore: [make]
      credentials:
        - description: Acme key %1$s
          scopes: [lead_receiver]
          lead_source: Acme %1$s
          static_key: true
      """
          .formatted(mark);

  private Path file(String text) {
    try {
      return Files.writeString(Files.createTempFile(directory, "state", ".yaml"), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Ran apply(String text, String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "apply";
    arguments[1] = file(text).toString();
    System.arraycopy(options, 0, arguments, 2, options.length);
    return run(arguments);
  }

  private long count(String table) {
    return FIXTURES.number(
        "SELECT count(*) FROM %s WHERE %s LIKE ?"
            .formatted(table, table.equals("credential") ? "description" : "name"),
        "%" + mark);
  }

  private JsonNode campaign() {
    int id = (int) FIXTURES.number("SELECT id FROM campaign WHERE name = ?", "Acme Auto " + mark);
    return ACCOUNT.client().get("/v1/campaigns/" + id).json();
  }

  @Test
  void fileMakesAllThatALeadNeeds() throws IOException {
    Path secrets = directory.resolve("secrets.yaml");

    Ran ran = apply(all, "--secrets", secrets.toString());

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out())
        .matches(
            """
            \\+ lead source Acme %1$s \\(id \\d+\\)
            \\+ lead type Auto %1$s \\(id \\d+\\)
            \\+ campaign Acme Auto %1$s \\(id \\d+\\)
            \\+ credential Acme key %1$s \\(id [0-9a-f-]{36}\\)
            applied: 4 made, 0 changed, 0 as they were
            """
                .formatted(mark))
        .contains("campaign Acme Auto %s (id %s)".formatted(mark, campaign().path("id").asInt()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
        .isEqualTo("rw-------");
    Matcher secret = SECRET.matcher(Files.readString(secrets));
    assertThat(secret.matches()).isTrue();
    String leads = "/v1/campaigns/" + campaign().path("id").asInt() + "/leads";
    Await.until(
        "the lead is taken with the key",
        SOON,
        () ->
            GATEWAY
                    .api()
                    .with("api-key", secret.group(2))
                    .post(leads, "{\"email\":\"ada@example.com\",\"make\":\"vw\"}")
                    .status()
                == 201);
  }

  @Test
  void changesAreAuditedAsOverHttp() {
    apply(all, "--secrets", directory.resolve("secrets.yaml").toString());

    JsonNode entries =
        GATEWAY.management().admin().get("/admin/audit?limit=50").json().path("items");
    String id = campaign().path("id").asText();
    assertThat(entries)
        .filteredOn(
            entry ->
                entry.path("action").asText().equals("campaign.create")
                    && entry.path("subject").asText().equals(id))
        .singleElement()
        .satisfies(
            made -> {
              assertThat(made.path("actor_type").asText()).isEqualTo("operator");
              assertThat(made.path("details").path("name").asText()).isEqualTo("Acme Auto " + mark);
            });
  }

  @Test
  void sameFileAgainChangesNothing() {
    apply(all, "--secrets", directory.resolve("secrets.yaml").toString());
    long audited = FIXTURES.number("SELECT count(*) FROM audit_log");

    Ran again = apply(all);

    assertThat(again.status()).isZero();
    assertThat(again.out()).isEqualTo("applied: 0 made, 0 changed, 4 as they were\n");
    assertThat(FIXTURES.number("SELECT count(*) FROM audit_log")).isEqualTo(audited);
  }

  @Test
  void memberThatDiffersIsChangedAndWhatTheFileLacksStays() {
    apply(all, "--secrets", directory.resolve("secrets.yaml").toString());
    String less =
        """
        campaigns:
          - {name: Acme Auto %1$s, dedupe_seconds: 60}
        credentials:
          - {description: Acme key %1$s, enabled: false}
        """
            .formatted(mark);

    Ran ran = apply(less);

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out())
        .isEqualTo(
            """
            ~ campaign Acme Auto %1$s: dedupe_seconds null -> 60
            ~ credential Acme key %1$s: enabled true -> false
            applied: 0 made, 2 changed, 0 as they were
            """
                .formatted(mark));
    assertThat(campaign().path("dedupe_seconds").asInt()).isEqualTo(60);
    assertThat(campaign().path("dedupe_ignore").path(0).asText()).isEqualTo("make");
    assertThat(count("lead_source")).isEqualTo(1);
  }

  @Test
  void dryRunShowsTheDifferenceAndChangesNothing() {
    Ran ran = apply(all, "--dry-run");

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("+ campaign Acme Auto " + mark + "\n")
        .endsWith("nothing was changed; the file asks for: 4 made, 0 changed, 0 as they were\n");
    assertThat(count("lead_source") + count("lead_type") + count("campaign") + count("credential"))
        .isZero();
  }

  @Test
  void credentialsAreNotMadeWithoutAFileForTheirSecrets() throws IOException {
    Path there = Files.writeString(directory.resolve("there"), "kept");

    Ran none = apply(all);
    Ran taken = apply(all, "--secrets", there.toString());

    assertThat(none.status()).isEqualTo(2);
    assertThat(none.err()).contains("name a new file for their secrets with --secrets");
    assertThat(taken.status()).isEqualTo(2);
    assertThat(taken.err()).contains("is there already; name a new file");
    assertThat(Files.readString(there)).isEqualTo("kept");
    assertThat(count("lead_source") + count("campaign") + count("credential")).isZero();
  }

  @Test
  void disabledCredentialIsMadeDisabled() {
    Ran ran =
        apply(
            "credentials: [{description: Off %s, scopes: [data_api], enabled: false}]"
                .formatted(mark),
            "--secrets",
            directory.resolve("secrets.yaml").toString());

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM credential WHERE description = ? AND NOT enabled",
                "Off " + mark))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lead_sources: [{name: A}, {name: A}] | lead_sources[1]: another lead source of this file is called A too",
        "lead_sources: [{nam: A}] | lead_sources[0] must have a name, which is a text",
        "lead_sources: [{name: 12}] | lead_sources[0] must have a name, which is a text",
        "lead_sources: {name: A} | lead_sources must be a list",
        "vendors: [] | vendors is not known here; there are lead_sources, lead_types, campaigns, credentials",
        "text | the file must hold lists: lead_sources, lead_types, campaigns, credentials",
        "a: [ | is not valid YAML",
      })
  void unusableFileIsRefusedInALine(String text, String fault) {
    Ran ran = apply(text);

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).startsWith("leadgate: ").contains(fault).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "campaigns: [{name: %s, lead_source: Nobody, lead_type: X}] | campaign %s: lead_source: there is no lead source that is called Nobody",
        "campaigns: [{name: %s}] | campaign %s: lead_source is required",
        "credentials: [{description: %s, scopes: [data_api], enabled: 1}] | credential %s: enabled must be true or false",
        "campaigns: [{name: %s, lead_source_id: 1}] | campaign %s: lead_source_id: name it with lead_source",
        "lead_sources: [{name: %s, status: asleep}] | lead source %s: status must be one of active, inactive",
        "lead_sources: [{name: %s, color: red}] | lead source %s: color is not known here",
        "lead_types: [{name: %s, fields: [{name: a, type: b}]}] | lead type %s: fields",
        "credentials: [{description: %s, scopes: [x]}] | credential %s: scopes must be some of",
      })
  void objectThatIsRefusedIsNamedAndNothingIsChanged(String text, String fault) {
    String good = "lead_sources: [{name: Good %s}]\n".formatted(mark);
    String file = text.formatted(mark);

    Ran ran = apply(file.startsWith("lead_sources") ? file : good + file);

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("leadgate: " + fault.formatted(mark))
        .endsWith("leadgate: nothing was changed\n");
    assertThat(count("lead_source")).isZero();
  }

  @Test
  void nameThatTheDatabaseHasTwiceIsRefused() {
    FIXTURES.change(
        "INSERT INTO lead_source (name) VALUES (?), (?)", "Twin " + mark, "Twin " + mark);

    Ran ran = apply("lead_sources: [{name: Twin %s, status: inactive}]".formatted(mark));

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("the database has 2 lead sources that are called Twin " + mark);
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead_source WHERE name = ? AND status = 'active'",
                "Twin " + mark))
        .isEqualTo(2);
  }

  @Test
  void membersThatAreChosenAtCreationCannotBeChanged() {
    apply(all, "--secrets", directory.resolve("secrets.yaml").toString());

    Ran ran =
        apply(
            """
            lead_sources: [{name: Other %1$s}]
            campaigns: [{name: Acme Auto %1$s, lead_source: Other %1$s}]
            credentials: [{description: Acme key %1$s, scopes: [data_api], static_key: false}]
            """
                .formatted(mark));

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err())
        .contains("campaign Acme Auto %s: lead_source cannot be changed".formatted(mark))
        .contains("scopes is chosen at creation")
        .contains("static_key is chosen at creation");
    assertThat(count("lead_source")).isEqualTo(1);
  }

  @Test
  void fileThatIsNotThereIsRefused() {
    Ran ran = run("apply", directory.resolve("nothing.yaml").toString());

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("cannot be read").hasLineCount(1);
  }
}
