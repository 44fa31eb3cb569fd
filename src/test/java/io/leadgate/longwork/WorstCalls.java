package io.leadgate.longwork;

import static io.leadgate.longwork.Bodies.BODY;
import static io.leadgate.longwork.Bodies.TOKEN_BODY;
import static io.leadgate.longwork.Bodies.deep;
import static io.leadgate.longwork.Bodies.list;
import static io.leadgate.longwork.Bodies.members;
import static io.leadgate.longwork.Bodies.text;

import io.leadgate.support.Fixtures;
import java.util.List;
import java.util.function.IntFunction;

/** The calls of the token family, of the Account API and of admins that cost the most. */
final class WorstCalls {

  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final int DEPTH = 900;

  private final WorstRequests requests;
  private final Fixtures.Credential client;
  private final Fixtures.Campaign campaign;

  WorstCalls(WorstRequests requests) {
    this.requests = requests;
    this.client = requests.fixtures().credential("lead_receiver");
    this.campaign = requests.fixtures().campaignOfAnything();
  }

  void add() {
    for (String path :
        List.of(
            "/v1/authorization/token", "/oauth2/token", "/oauth2/introspect", "/oauth2/revoke")) {
      token(path);
    }
    requests.lead(201, "lead", campaign.leads(), JSON, "{}");
    requests.sendLast();
    account("/v1/lead-sources", campaign.leadSourceId());
    account("/v1/lead-types", leadTypeId());
    account("/v1/campaigns", campaign.id());
    leadType();
    campaign();
    credentials();
  }

  private void token(String path) {
    List<String> form = List.of("Content-Type", FORM, "Authorization", login());
    List<String> json = List.of("Content-Type", JSON, "Authorization", login());
    requests.api(400, "pairs to " + path, "POST", path, form, pairs("a%d=%%"));
    requests.api(
        path.endsWith("token") ? 400 : 200,
        "scopes or token to " + path,
        "POST",
        path,
        form,
        scopesAndToken());
    requests.api(
        400, "members to " + path, "POST", path, json, Bodies.bytes(members(TOKEN_BODY, "1")));
  }

  private String login() {
    return WorstRequests.basic(client.clientId(), client.secret());
  }

  private static byte[] pairs(String pair) {
    return Bodies.bytes(text(TOKEN_BODY, "&", pair::formatted));
  }

  private static byte[] scopesAndToken() {
    return Bodies.bytes(
        "grant_type=client_credentials&scope="
            + "a+".repeat(TOKEN_BODY / 4)
            + "&token="
            + "e30.".repeat(TOKEN_BODY / 10));
  }

  private int leadTypeId() {
    requests.account(200, "campaign", "GET", "/v1/campaigns/" + campaign.id(), "");
    String found = requests.sendLast().replaceFirst(".*\"lead_type_id\":([0-9]+).*", "$1");
    return Integer.parseInt(found);
  }

  /**
   * @param id the id of an object that is in use, and cannot be deleted
   */
  private void account(String path, int id) {
    String one = path + "/" + id;
    requests.account(422, "members to " + path, "POST", path, members(BODY, "1"));
    requests.account(422, "deep JSON to " + path, "POST", path, deepJson());
    requests.account(200, "patch of members to " + path, "PATCH", one, members(BODY, "null"));
    requests.account(200, "list of " + path, "GET", path + "?limit=1000", "");
    requests.account(200, "look at " + path, "GET", one, "");
    requests.account(409, "deletion from " + path, "DELETE", one, "");
  }

  private static String deepJson() {
    return "{\"name\":" + deep(DEPTH, text(BODY - 2 * DEPTH - 20, ",", i -> "1")) + "}";
  }

  private void leadType() {
    requests.account(422, "bad fields", "POST", "/v1/lead-types", ofFields(i -> "{\"x\":1}"));
    requests.account(422, "values for fields", "POST", "/v1/lead-types", ofFields(i -> "1"));
    requests.account(
        422,
        "options",
        "POST",
        "/v1/lead-types",
        "{\"name\":\"a\",\"fields\":[{\"name\":\"a\",\"type\":\"choice\",\"options\":%s}]}"
            .formatted(list(BODY - 80, "\"o%d\""::formatted)));
  }

  private static String ofFields(IntFunction<String> field) {
    return "{\"name\":\"a\",\"fields\":" + list(BODY - 30, field) + "}";
  }

  private void campaign() {
    requests.account(
        422,
        "names to ignore",
        "POST",
        "/v1/campaigns",
        ofCampaign("\"dedupe_ignore\":" + list(BODY - 60, "\"o%d\""::formatted)));
    requests.account(
        422,
        "sets",
        "POST",
        "/v1/campaigns",
        ofCampaign("\"duplicate_rules\":{\"sets\":" + list(BODY - 70, i -> "[\"a\"]") + "}"));
  }

  private String ofCampaign(String members) {
    return "{\"lead_source_id\":%d,%s}".formatted(campaign.leadSourceId(), members);
  }

  private void credentials() {
    String all = "/admin/credentials";
    String one = all + "/" + client.clientId();
    requests.admin(422, "members to credentials", "POST", all, members(BODY, "1"));
    requests.admin(
        422,
        "scopes",
        "POST",
        all,
        "{\"description\":\"a\",\"scopes\":%s}".formatted(list(BODY - 40, "\"s%d\""::formatted)));
    requests.admin(422, "patch of members", "PATCH", one, members(BODY, "null"));
    requests.admin(200, "look at a credential", "GET", one, "");
    requests.admin(201, "second secret", "POST", one + "/secrets", "");
    requests.sendLast();
    requests.admin(409, "third secret", "POST", one + "/secrets", "");
    requests.admin(
        404, "secret to be retired", "DELETE", one + "/secrets/" + client.clientId(), "");
    requests.admin(204, "end of tokens", "DELETE", one + "/tokens", "");
  }
}
