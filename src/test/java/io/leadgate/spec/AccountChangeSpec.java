package io.leadgate.spec;

import static io.leadgate.support.Account.errors;
import static io.leadgate.support.Account.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Account;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changing and deleting what the Account API manages. */
class AccountChangeSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Account ACCOUNT = new Account(GATEWAY);

  private final Http client = ACCOUNT.client();

  @Test
  void aPatchChangesWhatItNamesAndNothingElse() {
    Answer made = ACCOUNT.campaign();
    Answer changed =
        client
            .with("Content-Type", "application/merge-patch+json")
            .patch(made.header("Location"), "{\"status\":\"paused\"}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body())
        .isEqualTo(
            made.body()
                .replace("\"status\":\"active\"", "\"status\":\"paused\"")
                .replace(
                    "\"updated_at\":\"" + made.text("updated_at"),
                    "\"updated_at\":\"" + changed.text("updated_at")));
    assertThat(changed.header("ETag")).isNotEqualTo(made.header("ETag"));
    assertThat(client.get(made.header("Location")).body()).isEqualTo(changed.body());
  }

  @Test
  void anInnerObjectIsMergedAnArrayReplacedAndNullGoesBackToTheDefault() {
    String campaign = ACCOUNT.campaign().header("Location");
    client.patch(
        campaign,
        """
        {"require_authentication":false,
         "duplicate_rules":{"sets":[["email"]],"days":30,"action":"flag","within":"all"}}""");

    Answer merged = client.patch(campaign, "{\"duplicate_rules\":{\"days\":7,\"sets\":[[\"a\"]]}}");
    assertThat(merged.json().path("duplicate_rules").toString())
        .isEqualTo("{\"sets\":[[\"a\"]],\"days\":7,\"action\":\"flag\",\"within\":\"all\"}");

    Answer cleared =
        client.patch(campaign, "{\"duplicate_rules\":null,\"require_authentication\":null}");
    assertThat(cleared.json().path("duplicate_rules").isNull()).isTrue();
    assertThat(cleared.json().path("require_authentication").booleanValue()).isTrue();
    assertThat(errors(client.patch(campaign, "{\"name\":null}"))).containsExactly("name required");
  }

  @Test
  void whatIsReadOnlyMayBeSentBackAsItWasAndNotOtherwise() {
    Answer made = ACCOUNT.campaign();
    String campaign = made.header("Location");
    int otherSource = id(ACCOUNT.source("other"));

    Answer same = client.patch(campaign, made.body());
    assertThat(same.status()).isEqualTo(200);
    assertThat(same.body()).isEqualTo(made.body());
    assertThat(errors(client.patch(campaign, "{\"id\":1,\"created_at\":null}")))
        .containsExactlyInAnyOrder("id read_only", "created_at read_only");
    assertThat(errors(client.patch(campaign, "{\"lead_source_id\":" + otherSource + "}")))
        .containsExactly("lead_source_id read_only");
    assertThat(errors(client.patch(campaign, "{\"colour\":1}"))).containsExactly("colour unknown");
    assertThat(client.get(campaign).body()).isEqualTo(made.body());
  }

  @Test
  void aCampaignCanGetAnotherLeadTypeThatIsThere() {
    String campaign = ACCOUNT.campaign().header("Location");
    int type = id(ACCOUNT.type("[{\"name\":\"need\",\"type\":\"text\",\"required\":true}]"));

    assertThat(client.patch(campaign, "{\"lead_type_id\":" + type + "}").status()).isEqualTo(200);
    assertThat(errors(client.patch(campaign, "{\"lead_type_id\":2147483647}")))
        .containsExactly("lead_type_id unknown_lead_type");
  }

  @Test
  void ifMatchLetsAChangeThroughOnlyWhileNothingElseChanged() {
    Answer made = ACCOUNT.source("old");
    String source = made.header("Location");
    String tag = made.header("ETag");
    Http matching = client.with("If-Match", "\"x\", " + tag);

    Answer first = matching.patch(source, "{\"name\":\"first\"}");
    Answer second = matching.patch(source, "{\"name\":\"second\"}");

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(412);
    assertThat(second.problem()).isEqualTo("precondition-failed");
    assertThat(matching.send("DELETE", source, new byte[0]).status()).isEqualTo(412);
    assertThat(client.get(source).text("name")).isEqualTo("first");
    assertThat(client.with("If-Match", "*").patch(source, "{\"name\":\"any\"}").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/%s", "x", "", "\"", "%s\"", "\"%s\"", "%s x"})
  void whatIsNoStrongTagOfItDoesNotMatch(String header) {
    Answer made = ACCOUNT.source("x");
    String value = header.replace("%s", made.header("ETag"));

    assertThat(
            client
                .with("If-Match", value)
                .patch(made.header("Location"), "{\"name\":\"y\"}")
                .status())
        .isEqualTo(412);
  }

  @Test
  void ofManyWhoChangeTheSameAtOnceWithIfMatchExactlyOneGetsThrough() {
    Answer made = ACCOUNT.source("x");
    Http matching = client.with("If-Match", made.header("ETag"));
    List<CompletableFuture<Answer>> all =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> matching.patch(made.header("Location"), "{\"name\":\"n" + i + "\"}")))
            .toList();

    assertThat(all.stream().map(CompletableFuture::join).map(Answer::status))
        .containsOnly(200, 412)
        .filteredOn(status -> status == 200)
        .hasSize(1);
  }
}
