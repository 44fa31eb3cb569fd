package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.Pages;
import io.leadgate.support.log.LogsError;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Changes rows by SQL, as with psql. The changes are in force like changes by the API, because a
 * trigger raises the version. A row that cannot be read is left out, and all other rows stay in
 * force.
 */
class ChangeByHandSpec {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);

  private final Answer campaign = ACCOUNT.campaign();
  private final String leads = campaign.header("Location") + "/leads";
  private final Credential credential = FIXTURES.credential("lead_receiver");
  private final Http vendor = GATEWAY.api().bearer(FIXTURES.token(credential));

  private void awaitProblem(String problem) {
    Await.until(problem, SOON, () -> vendor.post(leads, "{\"a\":1}").problem().equals(problem));
  }

  private void change(String sql, Object... values) {
    assertThat(vendor.post(leads, "{\"a\":1}").status()).isEqualTo(201);
    FIXTURES.change(sql, values);
  }

  @Test
  void changedRowIsInForce() {
    change("UPDATE lead_source SET status = 'inactive' WHERE id = ?", source());
    awaitProblem("campaign-not-active");
  }

  private int source() {
    return campaign.json().path("lead_source_id").intValue();
  }

  @Test
  void replacedSecretIsInForce() {
    change(
        """
        WITH gone AS (DELETE FROM credential_secret WHERE client_id = ? RETURNING *)
        INSERT INTO credential_secret (id, client_id, secret_sha256)
        SELECT gen_random_uuid(), client_id, secret_sha256 FROM gone
        """,
        clientId());
    awaitProblem("invalid-token");
  }

  @Test
  void raisedEpochIsInForce() {
    change("UPDATE credential SET epoch = epoch + 1 WHERE client_id = ?", clientId());
    awaitProblem("invalid-token");
  }

  @Test
  void deletedRowIsGone() {
    Answer unused = ACCOUNT.campaign();
    change("DELETE FROM campaign WHERE id = ?", AccountClient.id(unused));
    Await.until(
        "the campaign is gone",
        SOON,
        () -> vendor.post(unused.header("Location") + "/leads", "{}").status() == 404);
    assertThat(vendor.post(leads, "{\"a\":1}").status()).isEqualTo(201);
  }

  private UUID clientId() {
    return UUID.fromString(credential.clientId());
  }

  @LogsError("a row is unreadable and is ignored")
  @Test
  void unreadableRowIsLeftOutAlone() {
    change("UPDATE campaign SET duplicate_rules = '{}' WHERE id = ?", AccountClient.id(campaign));
    awaitProblem("not-found");
    Answer other = ACCOUNT.campaign();
    assertThat(vendor.post(other.header("Location") + "/leads", "{\"a\":1}").status())
        .isEqualTo(201);

    FIXTURES.change(
        "UPDATE lead_type SET fields = '[{}]' WHERE id = ?",
        other.json().path("lead_type_id").intValue());
    Await.until(
        "the campaign takes no leads",
        SOON,
        () ->
            vendor
                .post(other.header("Location") + "/leads", "{\"a\":1}")
                .problem()
                .equals("campaign-not-active"));
    for (String list : List.of(AccountClient.CAMPAIGNS, AccountClient.TYPES)) {
      assertThat(ACCOUNT.client().get(list + "?limit=1000").status()).isEqualTo(200);
    }
    FIXTURES.change("UPDATE lead_type SET fields = '[]' WHERE fields = '[{}]'");
    mendCampaigns();
  }

  @LogsError("a row is unreadable and is ignored")
  @Test
  void pageOfUnreadableRowsDoesNotEndTheList() {
    int type = campaign.json().path("lead_type_id").intValue();
    List<Integer> ids = new ArrayList<>(List.of(AccountClient.id(campaign)));
    for (int i = 0; i < 4; i++) {
      ids.add(AccountClient.id(ACCOUNT.campaign(source(), type)));
    }
    Credential bound = FIXTURES.boundCredential(source(), "account_api");
    Http reader = GATEWAY.api().bearer(FIXTURES.token(bound));
    FIXTURES.change(
        "UPDATE campaign SET duplicate_rules = '{}' WHERE id IN (?, ?, ?)",
        ids.get(1),
        ids.get(2),
        ids.get(4));
    try {
      for (int limit : List.of(1, 2, 10)) {
        assertThat(Pages.texts(reader, AccountClient.CAMPAIGNS + "?limit=" + limit, "id"))
            .as("limit " + limit)
            .containsExactly(ids.get(0).toString(), ids.get(3).toString());
      }
    } finally {
      mendCampaigns();
    }
  }

  /** Makes the campaigns readable again, because other specs list all campaigns. */
  private static void mendCampaigns() {
    FIXTURES.change("UPDATE campaign SET duplicate_rules = NULL WHERE duplicate_rules = '{}'");
  }

  /** The last use is not a change of the state, because each node would have to read the change. */
  @Test
  void lastUseOfACredentialIsNotAChange() {
    long version = FIXTURES.number("SELECT version FROM state_version");
    FIXTURES.change("UPDATE credential SET last_used_at = now() WHERE client_id = ?", clientId());
    FIXTURES.change(
        "UPDATE credential_secret SET last_used_at = now() WHERE client_id = ?", clientId());
    assertThat(FIXTURES.number("SELECT changed_in FROM credential WHERE client_id = ?", clientId()))
        .isLessThanOrEqualTo(version);
  }
}
