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
  private final int source;

  WorstCalls(WorstRequests requests) {
    this.requests = requests;
    this.client = requests.fixtures().credential("lead_receiver");
    this.source = requests.fixtures().campaign().leadSourceId();
  }

  void add() {
    for (String path :
        List.of(
            "/v1/authorization/token", "/oauth2/token", "/oauth2/introspect", "/oauth2/revoke")) {
      token(path);
    }
    for (String path : List.of("/v1/lead-sources", "/v1/lead-types", "/v1/campaigns")) {
      account(path);
    }
    leadType();
    campaign();
    credentials();
  }

  private void token(String path) {
    List<String> form = List.of("Content-Type", FORM, "Authorization", login());
    List<String> json = List.of("Content-Type", JSON, "Authorization", login());
    requests.api("pairs to " + path, "POST", path, form, pairs("a%d=%%"));
    requests.api("scopes or token to " + path, "POST", path, form, scopesAndToken());
    requests.api("members to " + path, "POST", path, json, Bodies.bytes(members(TOKEN_BODY, "1")));
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

  private void account(String path) {
    String one = path + "/" + source; // An id that all three kinds have.
    requests.account("members to " + path, "POST", path, members(BODY, "1"));
    requests.account("deep JSON to " + path, "POST", path, deepJson());
    requests.account("patch of members to " + path, "PATCH", one, members(BODY, "null"));
    requests.account("list of " + path, "GET", path + "?limit=1000", "");
    requests.account("look at " + path, "GET", one, "");
    requests.account("deletion from " + path, "DELETE", one, "");
  }

  private static String deepJson() {
    return "{\"name\":" + deep(DEPTH, text(BODY - 2 * DEPTH - 20, ",", i -> "1")) + "}";
  }

  private void leadType() {
    requests.account("bad fields", "POST", "/v1/lead-types", ofFields(i -> "{\"x\":1}"));
    requests.account("values for fields", "POST", "/v1/lead-types", ofFields(i -> "1"));
    requests.account(
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
        "names to ignore",
        "POST",
        "/v1/campaigns",
        ofCampaign("\"dedupe_ignore\":" + list(BODY - 60, "\"o%d\""::formatted)));
    requests.account(
        "sets",
        "POST",
        "/v1/campaigns",
        ofCampaign("\"duplicate_rules\":{\"sets\":" + list(BODY - 70, i -> "[\"a\"]") + "}"));
  }

  private String ofCampaign(String members) {
    return "{\"lead_source_id\":%d,%s}".formatted(source, members);
  }

  private void credentials() {
    String all = "/admin/credentials";
    String one = all + "/" + client.clientId();
    requests.admin("members to credentials", "POST", all, members(BODY, "1"));
    requests.admin(
        "scopes",
        "POST",
        all,
        "{\"description\":\"a\",\"scopes\":%s}".formatted(list(BODY - 40, "\"s%d\""::formatted)));
    requests.admin("patch of members", "PATCH", one, members(BODY, "null"));
    requests.admin("look at a credential", "GET", one, "");
    requests.admin("secret", "POST", one + "/secrets", "");
    requests.admin("secret to be retired", "DELETE", one + "/secrets/" + client.clientId(), "");
    requests.admin("end of tokens", "DELETE", one + "/tokens", "");
  }
}
