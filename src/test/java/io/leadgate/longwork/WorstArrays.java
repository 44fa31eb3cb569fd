package io.leadgate.longwork;

import static io.leadgate.longwork.Bodies.ARRAY;
import static io.leadgate.longwork.Bodies.ITEM;
import static io.leadgate.longwork.Bodies.deep;
import static io.leadgate.longwork.Bodies.fields;
import static io.leadgate.longwork.Bodies.list;
import static io.leadgate.longwork.Bodies.object;
import static io.leadgate.longwork.Bodies.phone;
import static io.leadgate.longwork.Bodies.text;

import io.leadgate.support.Fixtures;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The arrays of leads that cost the most. */
final class WorstArrays {

  private static final String JSON = "application/json";
  private static final int DEPTH = 990;

  /** Half of the sets that the rules of all campaigns together may have. */
  private static final int SETS = 4;

  private static final int ITEMS = 1_000;

  private final WorstRequests requests;
  private final Fixtures fixtures;
  private final String any;

  WorstArrays(WorstRequests requests) {
    this.requests = requests;
    this.fixtures = requests.fixtures();
    this.any = fixtures.campaignOfAnything().leads();
  }

  void add() {
    values();
    oddItems();
    decidedByEarlierLeads();
  }

  private void values() {
    String phones = fixtures.campaign(fields("phone", "")).leads();
    String emails = fixtures.campaign(fields("email", "")).leads();
    String dates = fixtures.campaign(fields("date", "")).leads();
    String required = fixtures.campaign(fields("text", ",\"required\":true")).leads();
    array(200, "array of empty leads", any, i -> "{}");
    array(200, "array of large leads", any, i -> "{\"a\":\"%s\"}".formatted("x".repeat(1_000)));
    array(200, "array of numbers", any, i -> "{\"a\":" + list(1_000, j -> "9e30") + "}");
    array(200, "array of phone numbers", phones, i -> object(ITEM, j -> phone(i, j)));
    array(422, "array of bad phone numbers", phones, i -> item("12-x 34 5 ext"));
    array(200, "array of addresses", emails, i -> item(i + ".a.b@example.com"));
    array(422, "array of bad addresses", emails, i -> item("a.b.c.d.e@f..g"));
    array(200, "array of dates", dates, i -> item("September 3, 2001"));
    array(422, "array of leads without their fields", required, i -> "{}");
  }

  private static String item(String value) {
    return object(ITEM, i -> "\"f%d\":\"%s\"".formatted(i, value));
  }

  private void oddItems() {
    requests.lead(413, "array of values", any, JSON, list(ARRAY, i -> "1"));
    requests.lead(
        422,
        "array of a deep lead",
        any,
        JSON,
        "[{\"a\":" + deep(DEPTH, text(ARRAY - 3 * DEPTH, ",", i -> "1")) + "}]");
    requests.lead(
        422,
        "array of a lead beside members",
        any,
        JSON,
        "[{\"fields\":{}," + text(ARRAY - 20, ",", i -> "\"n%d\":1".formatted(i)) + "}]");
    requests.lead(
        200,
        "array in gzip",
        any,
        List.of("Content-Type", JSON, "Content-Encoding", "gzip"),
        Bodies.gzip(Bodies.leads(i -> "{\"a\":\"%s\"}".formatted("x".repeat(1_000)))));
  }

  private void decidedByEarlierLeads() {
    String required = fixtures.campaign(fields("text", ",\"required\":true")).leads();
    Fixtures.Campaign windowed = fixtures.campaign(fields("phone", ""));
    Fixtures.Campaign ruled = fixtures.campaign(fields("phone", ""));
    Fixtures.Campaign twice = fixtures.campaign(fields("phone", ""));
    Fixtures.Campaign paused = fixtures.campaign(fields("text", ""));
    fixtures.changeStatus(paused, "paused");
    fixtures.openDedupeWindow(windowed);
    requests.rule("/v1/campaigns/" + ruled.id(), rules("campaign"));
    requests.rule("/v1/campaigns/" + twice.id(), rules("lead_source"));
    requests.lead(201, "first", twice.leads(), JSON, object(ITEM, j -> phone(0, j)));
    requests.sendLast();
    newLeads(200, "array for rules", ruled.leads(), i -> object(ITEM, j -> phone(i, j)));
    array(422, "array of duplicates", twice.leads(), i -> object(ITEM, j -> phone(0, j)));
    newLeads(200, "array for a window", windowed.leads(), i -> object(ITEM, j -> phone(i, j)));
    array(200, "array of replays", windowed.leads(), i -> object(ITEM, j -> phone(i, j)));
    newLeads(200, "array of keys", any, i -> keyed(i, "{\"a\":\"%s\"}".formatted("x".repeat(940))));
    newLeads(422, "array of keys of bad leads", required, i -> keyed(i, item("")));
    newLeads(
        422, "array for a test", ruled.leads() + "?test=true", i -> object(ITEM, j -> phone(i, j)));
    array(409, "array to a paused campaign", paused.leads(), i -> keyed(i, item("")));
  }

  /** Sets of as many fields as a set may have, from the first fields of a lead. */
  private static String rules(String within) {
    return IntStream.range(0, SETS)
        .mapToObj(i -> "[\"f%d\",\"f%d\",\"f%d\",\"f%d\"]".formatted(i, i + 4, i + 8, i + 12))
        .collect(
            Collectors.joining(
                ",",
                "{\"duplicate_rules\":{\"sets\":[",
                "],\"days\":30,\"action\":\"reject\",\"within\":\"%s\"}}".formatted(within)));
  }

  private static String keyed(int lead, String fields) {
    return "{\"idempotency_key\":\"key-of-long-work-%d\",\"fields\":%s}".formatted(lead, fields);
  }

  private void array(int status, String name, String target, IntFunction<String> lead) {
    requests.lead(status, name, target, JSON, Bodies.leads(lead));
  }

  /**
   * @param lead makes a lead of its number, which no other lead has
   */
  private void newLeads(int status, String name, String target, IntFunction<String> lead) {
    requests.leads(status, name, target, round -> Bodies.leads(i -> lead.apply(round * ITEMS + i)));
  }
}
