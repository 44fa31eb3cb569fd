package io.leadgate.support;

import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes campaigns, credentials and tokens over a running gateway's own APIs, new at each call. Each
 * is in force on that node at once, and on other nodes soon.
 */
public final class Fixtures {

  public static final String LEAD =
      """
      {"first_name":"Ada","last_name":"Lovelace","email":"ada@example.com",\
      "phone":"(212) 555-0123"}""";

  private static final String FIELDS =
      """
      [{"name": "first_name", "type": "text", "required": true},
       {"name": "last_name", "type": "text", "required": true},
       {"name": "email", "type": "email", "required": true},
       {"name": "phone", "type": "phone"},
       {"name": "state", "type": "us_state"},
       {"name": "postal_code", "type": "postal_code"},
       {"name": "age", "type": "integer"},
       {"name": "income", "type": "number"},
       {"name": "born", "type": "date"},
       {"name": "homeowner", "type": "boolean"},
       {"name": "product", "type": "choice", "options": ["Solar", "Roof"]}]
      """;

  private final TestDatabase database;
  private final Http api;
  private final Http management;
  private @Nullable AccountClient account;

  Fixtures(TestDatabase database, Http api, Http management) {
    this.database = database;
    this.api = api;
    this.management = management;
  }

  /** A campaign with its own lead source. */
  public record Campaign(int id, int leadSourceId, int leadTypeId) {
    public Campaign(int id, int leadSourceId) {
      this(id, leadSourceId, 0);
    }

    /** The bytes of a request; at most a line end may follow before the next request. */
    public String rawPost(String token, String body) {
      return "POST %s HTTP/1.1\nHost: x\nContent-Type: application/json\nAuthorization: Bearer %s\nContent-Length: %d\n\n%s"
          .formatted(leads(), token, body.length(), body);
    }

    public String rawPost(String token) {
      return rawPost(token, LEAD);
    }

    public String leads() {
      return "/v1/campaigns/" + id + "/leads";
    }
  }

  public record Credential(String clientId, String secret) {}

  /** Makes a campaign that requires authentication. */
  public Campaign campaign() {
    return campaign(true, FIELDS);
  }

  public Campaign openCampaign() {
    return openCampaign(FIELDS);
  }

  public Campaign openCampaign(String fields) {
    return campaign(false, fields);
  }

  /** Makes a campaign whose lead type has no fields and so takes any field. */
  public Campaign campaignOfAnything() {
    return campaign("[]");
  }

  /**
   * @param fields the fields of the lead type, as JSON of the Account API
   */
  public Campaign campaign(String fields) {
    return campaign(true, fields);
  }

  private Campaign campaign(boolean requiresAuthentication, String fields) {
    Answer created = account().campaign(fields, requiresAuthentication);
    return new Campaign(
        AccountClient.id(created),
        created.json().path("lead_source_id").intValue(),
        created.json().path("lead_type_id").intValue());
  }

  /** Makes another campaign of the same lead source and lead type. */
  public Campaign campaignBeside(Campaign campaign) {
    Answer created =
        account()
            .client()
            .post(
                AccountClient.CAMPAIGNS,
                "{\"lead_source_id\":%d,\"lead_type_id\":%d,\"name\":\"beside\"}"
                    .formatted(campaign.leadSourceId(), campaign.leadTypeId()));
    return new Campaign(AccountClient.id(created), campaign.leadSourceId(), campaign.leadTypeId());
  }

  /** Changes the status of a campaign, such as to {@code paused}. */
  public void changeStatus(Campaign campaign, String status) {
    account().changeStatus(campaign.id(), status);
  }

  /** Opens a dedupe window of ten minutes. */
  public void openDedupeWindow(Campaign campaign) {
    account().changeCampaign(campaign.id(), "{\"dedupe_seconds\":600}");
  }

  private synchronized AccountClient account() {
    if (account == null) {
      account = new AccountClient(api.bearer(token("account_api")));
    }
    return account;
  }

  public Credential credential(String... scopes) {
    return credentialWith("", scopes);
  }

  public Credential boundCredential(int leadSourceId, String... scopes) {
    return credentialWith(",\"lead_source_id\":" + leadSourceId, scopes);
  }

  /** A credential whose secret is a static key for the campaigns of a lead source. */
  public Credential staticKey(int leadSourceId) {
    String members = ",\"static_key\":true,\"lead_source_id\":" + leadSourceId;
    return credentialWith(members, "lead_receiver");
  }

  private Credential credentialWith(String moreMembers, String... scopes) {
    String list =
        Arrays.stream(scopes)
            .map(scope -> "\"" + scope + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    Answer created =
        management
            .admin()
            .post(
                "/admin/credentials",
                "{\"description\":\"spec\",\"scopes\":" + list + moreMembers + "}");
    if (created.status() != 201) {
      throw new IllegalStateException(created.toString());
    }
    return new Credential(created.text("client_id"), created.text("client_secret"));
  }

  /** A token of a new credential with these scopes. */
  public String token(String... scopes) {
    return token(credential(scopes));
  }

  /** A token of a credential of another node, as soon as this node knows the credential. */
  public String awaitToken(Credential credential) {
    Await.until(
        "the credential is known",
        Duration.ofSeconds(30),
        () ->
            api.basic(credential.clientId(), credential.secret())
                    .post("/oauth2/introspect", "{\"token\":\"x\"}")
                    .status()
                == 200);
    return token(credential);
  }

  public String token(Credential credential) {
    Answer answer =
        api.post(
            "/v1/authorization/token",
            """
            {"client_id":"%s","client_secret":"%s","grant_type":"client_credentials"}"""
                .formatted(credential.clientId(), credential.secret()));
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.toString());
    }
    return answer.text("access_token");
  }

  /** Changes the state that all nodes share by SQL, as an operator does by hand. */
  public void change(String sql, Object... values) {
    try (Connection connection = database.connect();
        PreparedStatement statement = prepare(connection, sql, values)) {
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The number in the first row and column of the query's result. */
  public long number(String sql, Object... values) {
    try (Connection connection = database.connect();
        PreparedStatement statement = prepare(connection, sql, values);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  public long storedLeads(Campaign campaign) {
    return number("SELECT count(*) FROM lead WHERE campaign_id = ?", campaign.id());
  }

  public long quarantined(Campaign campaign) {
    return number("SELECT count(*) FROM quarantine WHERE campaign_id = ?", campaign.id());
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
