package io.leadgate.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes lead sources, lead types and campaigns over the Account API, and fails where the API
 * refuses.
 */
public final class AccountClient {

  public static final String SOURCES = "/v1/lead-sources";
  public static final String TYPES = "/v1/lead-types";
  public static final String CAMPAIGNS = "/v1/campaigns";

  private final Http client;

  public AccountClient(RunningGateway gateway) {
    this(gateway.api().bearer(gateway.fixtures().token("account_api")));
  }

  public AccountClient(Http client) {
    this.client = client;
  }

  public Http client() {
    return client;
  }

  public Answer source(String name) {
    return requireCreated(client.post(SOURCES, "{\"name\":\"%s\"}".formatted(name)));
  }

  public Answer type(String fields) {
    return requireCreated(
        client.post(TYPES, "{\"name\":\"type\",\"fields\":%s}".formatted(fields)));
  }

  /** Makes a campaign with its own lead source and with a lead type that takes any field. */
  public Answer campaign() {
    return campaign("[]", true);
  }

  /**
   * Makes a campaign with its own lead source and its own lead type.
   *
   * @param fields the fields of the lead type, as JSON of the Account API
   */
  Answer campaign(String fields, boolean requireAuthentication) {
    return campaign(id(source("of a campaign")), id(type(fields)), requireAuthentication);
  }

  public Answer campaign(int leadSourceId, int leadTypeId) {
    return campaign(leadSourceId, leadTypeId, true);
  }

  private Answer campaign(int leadSourceId, int leadTypeId, boolean requireAuthentication) {
    return requireCreated(
        client.post(
            CAMPAIGNS,
            """
            {"lead_source_id":%d,"lead_type_id":%d,"name":"campaign","require_authentication":%s}"""
                .formatted(leadSourceId, leadTypeId, requireAuthentication)));
  }

  public void changeStatus(int campaignId, String status) {
    changeCampaign(campaignId, "{\"status\":\"%s\"}".formatted(status));
  }

  /**
   * @param members the JSON merge patch
   */
  void changeCampaign(int campaignId, String members) {
    Answer changed = client.patch(CAMPAIGNS + "/" + campaignId, members);
    if (changed.status() != 200) {
      throw new IllegalStateException(changed.toString());
    }
  }

  private static Answer requireCreated(Answer answer) {
    if (answer.status() != 201) {
      throw new IllegalStateException(answer.toString());
    }
    return answer;
  }

  public static int id(Answer answer) {
    return answer.json().path("id").intValue();
  }

  /** The errors of a problem document, each as the member's name and the code. */
  public static List<String> errors(Answer answer) {
    List<String> errors = new ArrayList<>();
    for (JsonNode error : answer.json().path("errors")) {
      errors.add(error.path("field").asText() + " " + error.path("code").asText());
    }
    return errors;
  }
}
