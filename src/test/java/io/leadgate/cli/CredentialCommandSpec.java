package io.leadgate.cli;

import static io.leadgate.cli.OperatorFixture.GATEWAY;
import static io.leadgate.cli.OperatorFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.VendorFormat;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manages credentials by commands, beside a gateway that runs. */
class CredentialCommandSpec {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Pattern CREATED =
      Pattern.compile("CLIENT_ID=([0-9a-f-]{36})\nCLIENT_SECRET=(lgs_[A-Za-z0-9_-]{43})\n");
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  private final Campaign campaign = FIXTURES.campaign();

  private int post(Http vendor) {
    return vendor.post(campaign.leads(), VendorFormat.stored(VendorFormat.LEAD)).status();
  }

  private static boolean hasToken(Fixtures.Credential credential) {
    return GATEWAY
            .api()
            .basic(credential.clientId(), credential.secret())
            .with("Content-Type", "application/x-www-form-urlencoded")
            .post("/oauth2/token", "grant_type=client_credentials")
            .status()
        == 200;
  }

  private static Matcher created(Ran ran) {
    Matcher created = CREATED.matcher(ran.out());
    assertThat(created.matches()).as(ran.out() + ran.err()).isTrue();
    return created;
  }

  @Test
  void credentialThatIsCreatedGetsATokenAndIsDisabled() {
    Matcher created =
        created(run("credential", "create", "--description=By command", "--scope=lead_receiver"));
    Fixtures.Credential credential = new Fixtures.Credential(created.group(1), created.group(2));
    Await.until("the node knows the credential", SOON, () -> hasToken(credential));
    Http vendor = GATEWAY.api().bearer(FIXTURES.token(credential));
    assertThat(post(vendor)).isEqualTo(201);
    assertThat(run("credential", "list").out())
        .containsPattern(created.group(1) + " +true +false +- +lead_receiver +\\S+ +By command");

    Ran disabled = run("credential", "disable", created.group(1));

    assertThat(disabled.status()).isZero();
    Await.until("the token is refused", SOON, () -> post(vendor) == 401);
    JsonNode audit =
        GATEWAY.management().admin().get("/admin/audit?limit=1").json().path("items").path(0);
    assertThat(audit.path("actor_type").asText()).isEqualTo("operator");
    assertThat(audit.path("action").asText()).isEqualTo("credential.update");
    assertThat(audit.path("subject").asText()).isEqualTo(created.group(1));
    assertThat(run("credential", "disable", created.group(1)).out()).contains("disabled already");
  }

  @Test
  void staticKeyIsTakenOnceTheNodesKnowIt() {
    Matcher created =
        created(
            run(
                "credential",
                "create",
                "--description=A tool",
                "--scope=lead_receiver",
                "--static-key",
                "--lead-source=" + campaign.leadSourceId()));

    Http tool = GATEWAY.api().with("api-key", created.group(2));

    Await.until("the key is taken", SOON, () -> post(tool) == 201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--scope=all | scopes must be some of account_api, data_api, lead_receiver",
        "--scope=lead_receiver --static-key | lead_source_id is required for a static key",
        "--scope=lead_receiver --lead-source=2147483647 | there is no such lead source",
      })
  void unusableCredentialIsRefused(String options, String fault) {
    String[] arguments = ("credential create --description=x " + options).split(" ");

    Ran ran = run(arguments);

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo("leadgate: " + fault + "\n");
  }

  @Test
  void unknownCredentialIsNotDisabled() {
    String nobody = UUID.randomUUID().toString();

    Ran ran = run("credential", "disable", nobody);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).isEqualTo("leadgate: there is no credential %s\n".formatted(nobody));
    assertThat(run("credential", "disable", "x").status()).isEqualTo(2);
  }
}
