package io.leadgate.spec;

import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The ways in which clients of LeadExec call its V1. */
enum V1Call {
  QUERY("GET", "/processor/insert/general", Place.QUERY),
  QUERY_ANSWERED_IN_JSON("GET", "/processor/insert/general/json", Place.QUERY),
  FORM("POST", "/processor/insert/general", Place.FORM),
  FORM_WITH_THE_CAMPAIGN_IN_THE_QUERY("POST", "/processor/insert/general/xml", Place.BOTH),
  POST_WITHOUT_A_BODY("POST", "/processor/insert/AutoRedirect", Place.QUERY),
  FORM_ANSWERED_IN_JSON("POST", "/processor/insert/AutoRedirect/json", Place.FORM),
  ASYNC("POST", "/processor/insert/general/xml/async", Place.FORM),
  ASYNC_ANSWERED_IN_JSON("GET", "/Processor/Insert/General/JSON/Async", Place.QUERY),
  MULTIPART("POST", "/processor/insert/general", Place.MULTIPART);

  private enum Place {
    QUERY,
    FORM,
    BOTH,
    MULTIPART
  }

  private final String method;
  private final String path;
  private final Place place;

  V1Call(String method, String path, Place place) {
    this.method = method;
    this.path = path;
    this.place = place;
  }

  /** The members that name a campaign. */
  static Map<String, String> campaign(Campaign campaign) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("vid", "" + campaign.leadSourceId());
    members.put("LID", "" + campaign.leadTypeId());
    members.put("Aid", "" + campaign.id());
    return members;
  }

  Answer send(Http vendor, Campaign campaign, Map<String, String> fields) {
    return send(vendor, campaign(campaign), fields);
  }

  Answer send(Http vendor, Map<String, String> campaign, Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>(campaign);
    all.putAll(fields);
    return switch (place) {
      case QUERY -> vendor.send(method, path + "?" + form(all), new byte[0]);
      case FORM -> form(vendor).send(method, path, bytes(form(all)));
      case BOTH -> form(vendor).send(method, path + "?" + form(campaign), bytes(form(fields)));
      case MULTIPART ->
          vendor
              .with("Content-Type", "multipart/form-data; boundary=b")
              .send(method, path, bytes(multipart(all)));
    };
  }

  private static Http form(Http vendor) {
    return vendor.with("Content-Type", "application/x-www-form-urlencoded");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String form(Map<String, String> members) {
    return members.entrySet().stream()
        .map(
            member ->
                member.getKey()
                    + "="
                    + URLEncoder.encode(member.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String multipart(Map<String, String> members) {
    return members.entrySet().stream()
        .map(
            member ->
                "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(member.getKey(), member.getValue()))
        .collect(Collectors.joining("", "", "--b--\r\n"));
  }

  /** The body that the quarantine keeps of a call. */
  String kept(Campaign campaign, Map<String, String> fields) {
    Map<String, String> all = campaign(campaign);
    all.putAll(fields);
    return place == Place.MULTIPART ? multipart(all) : form(all);
  }

  String keptType() {
    return place == Place.MULTIPART
        ? "multipart/form-data; boundary=b"
        : "application/x-www-form-urlencoded";
  }
}
