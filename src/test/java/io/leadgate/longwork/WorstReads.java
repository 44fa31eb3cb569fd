package io.leadgate.longwork;

import static io.leadgate.longwork.Bodies.ARRAY;
import static io.leadgate.longwork.Bodies.BODY;
import static io.leadgate.longwork.Bodies.HEAD;
import static io.leadgate.longwork.Bodies.list;
import static io.leadgate.longwork.Bodies.text;

import io.leadgate.support.Fixtures;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heads of requests, and the answers, that cost the most. */
final class WorstReads {

  private static final String JSON = "application/json";
  private static final Pattern QUARANTINE_ID = Pattern.compile("\"quarantine_id\":\"([^\"]+)");
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)");

  /** Arrays of large leads, which come to more than a page. */
  private static final int ARRAYS = 9;

  /** Objects of 60 KB, which come to more than a page. */
  private static final int OBJECTS = 150;

  private final WorstRequests requests;

  WorstReads(WorstRequests requests) {
    this.requests = requests;
  }

  void add() {
    heads();
    leads();
    quarantine();
    settings();
    pages();
  }

  private void heads() {
    requests.read(400, "parameters", "/v1/leads?" + text(HEAD, "&", "a%d=1"::formatted));
    requests.read(404, "path", "/v1/" + "a/".repeat(HEAD / 2));
    requests.read(404, "path of escapes", "/v1/leads/" + "%C3%A9".repeat(HEAD / 6));
    requests.read(
        406, "Accept", "/v1/leads", "Accept", text(HEAD, ",", i -> "a/b;q=0.%d".formatted(i % 10)));
    requests.account(
        412,
        "If-Match",
        "PATCH",
        "/v1/lead-sources/1",
        "{}",
        "If-Match",
        text(HEAD, ",", "\"%d\""::formatted));
    requests.api(
        401,
        "long token",
        "GET",
        "/v1/leads",
        List.of("Authorization", "Bearer " + "e30.".repeat(HEAD / 4)),
        new byte[0]);
  }

  private void leads() {
    Fixtures.Campaign large = requests.fixtures().campaignOfAnything();
    for (int i = 0; i < ARRAYS; i++) {
      requests.lead(
          200,
          "leads of 8 KB",
          large.leads(),
          JSON,
          Bodies.leads(lead -> "{\"a\":\"%s\"}".formatted("x\\n".repeat(2_600))));
      requests.sendLast();
    }
    requests.lead(
        201,
        "lead of 64 KB",
        large.leads(),
        JSON,
        "{\"a\":" + list(BODY - 6, i -> "\"\\u00e9\"") + "}");
    String id = found(ID, requests.sendLast());
    String ofCampaign = "/v1/leads?limit=1000&campaign_id=" + large.id();
    requests.read(200, "list of large leads", ofCampaign);
    requests.read(200, "list of leads", "/v1/leads?limit=1000");
    requests.read(200, "look at a lead", "/v1/leads/" + id);
  }

  private void quarantine() {
    String leads = requests.fixtures().campaign().leads();
    for (String body : List.of("\"".repeat(ARRAY), "\u0001".repeat(ARRAY), "é".repeat(ARRAY / 2))) {
      List<String> headers = List.of("Content-Type", JSON);
      requests.api(401, "request of a stranger", "POST", leads, headers, Bodies.bytes(body));
      String id = found(QUARANTINE_ID, requests.sendLast());
      requests.admin(200, "look at the quarantine", "GET", "/admin/quarantine/" + id, "");
    }
    requests.admin(200, "list of the quarantine", "GET", "/admin/quarantine?limit=1000", "");
  }

  private static String found(Pattern pattern, String answer) {
    Matcher matcher = pattern.matcher(answer);
    if (!matcher.find()) {
      throw new IllegalStateException(answer);
    }
    return matcher.group(1);
  }

  private void settings() {
    for (int i = 0; i < OBJECTS; i++) {
      requests.account(201, "large lead type", "POST", "/v1/lead-types", largeLeadType());
      requests.sendLast();
    }
    requests.account(200, "list of lead types", "GET", "/v1/lead-types?limit=1000", "");
    requests.account(200, "list of campaigns", "GET", "/v1/campaigns?limit=1000", "");
    requests.admin(200, "list of the audit", "GET", "/admin/audit?limit=1000", "");
    requests.admin(200, "list of credentials", "GET", "/admin/credentials?limit=1000", "");
  }

  private static String largeLeadType() {
    return "{\"name\":\"large\",\"fields\":"
        + list(
            BODY - 6_000,
            i ->
                "{\"name\":\"f%d\",\"type\":\"choice\",\"label\":\"%s\",\"options\":[\"%s\"]}"
                    .formatted(i, "x".repeat(200), "y".repeat(100)))
        + "}";
  }

  private void pages() {
    requests.admin(200, "metrics", "GET", "/metrics", "");
    requests.admin(200, "liveness", "GET", "/health/live", "");
    requests.admin(200, "readiness", "GET", "/health/ready", "");
    requests.admin(200, "document for admins", "GET", "/openapi.json", "");
    requests.admin(200, "problem for admins", "GET", "/problems/overloaded", "");
    requests.read(200, "home", "/");
    requests.read(200, "document", "/openapi.json");
    requests.read(200, "problem", "/problems/overloaded");
    requests.read(200, "metadata", "/.well-known/oauth-authorization-server");
  }
}
