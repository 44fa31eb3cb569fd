package io.leadgate.longwork;

import static io.leadgate.longwork.Bodies.HEAD;
import static io.leadgate.longwork.Bodies.text;

import io.leadgate.support.Fixtures;
import java.util.List;
import java.util.UUID;

/** The heads of requests, and the answers, that cost the most. */
final class WorstReads {

  private static final int ARRAYS = 9;

  private final WorstRequests requests;

  WorstReads(WorstRequests requests) {
    this.requests = requests;
  }

  void add() {
    heads();
    lists();
    pages();
  }

  private void heads() {
    requests.read("parameters", "/v1/leads?" + text(HEAD, "&", "a%d=1"::formatted));
    requests.read("path", "/v1/" + "a/".repeat(HEAD / 2));
    requests.read("path of escapes", "/v1/leads/" + "%C3%A9".repeat(HEAD / 6));
    requests.read(
        "Accept", "/v1/leads", "Accept", text(HEAD, ",", i -> "a/b;q=0.%d".formatted(i % 10)));
    requests.account(
        "If-Match",
        "PATCH",
        "/v1/lead-sources/1",
        "{}",
        "If-Match",
        text(HEAD, ",", "\"%d\""::formatted));
    requests.api(
        "long token",
        "GET",
        "/v1/leads",
        List.of("Authorization", "Bearer " + "e30.".repeat(HEAD / 4)),
        new byte[0]);
  }

  private void lists() {
    Fixtures.Campaign large = requests.fixtures().campaignOfAnything();
    for (int i = 0; i < ARRAYS; i++) {
      requests.store(
          large.leads(), Bodies.leads(lead -> "{\"a\":\"%s\"}".formatted("x\\n".repeat(2_600))));
    }
    String ofCampaign = "/v1/leads?limit=1000&campaign_id=" + large.id();
    requests.read("list of large leads", ofCampaign);
    requests.read("list of leads", "/v1/leads?limit=1000");
    requests.read("look at a lead", "/v1/leads/" + UUID.randomUUID());
    requests.admin("list of the audit", "GET", "/admin/audit?limit=1000", "");
    requests.admin("list of the quarantine", "GET", "/admin/quarantine?limit=1000", "");
    requests.admin("look at the quarantine", "GET", "/admin/quarantine/" + UUID.randomUUID(), "");
    requests.admin("list of credentials", "GET", "/admin/credentials?limit=1000", "");
  }

  private void pages() {
    requests.admin("metrics", "GET", "/metrics", "");
    requests.admin("liveness", "GET", "/health/live", "");
    requests.admin("readiness", "GET", "/health/ready", "");
    requests.admin("document for admins", "GET", "/openapi.json", "");
    requests.admin("problem for admins", "GET", "/problems/overloaded", "");
    requests.read("document", "/openapi.json");
    requests.read("problem", "/problems/overloaded");
    requests.read("metadata", "/.well-known/oauth-authorization-server");
  }
}
