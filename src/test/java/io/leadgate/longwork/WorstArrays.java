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

  /** As many sets as the rules of all campaigns together may have. */
  private static final int SETS = 8;

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
    array("array of empty leads", any, i -> "{}");
    array("array of large leads", any, i -> "{\"a\":\"%s\"}".formatted("x".repeat(1_000)));
    array("array of numbers", any, i -> "{\"a\":" + list(1_000, j -> "9e30") + "}");
    array("array of phone numbers", phones, i -> object(ITEM, j -> phone(i, j)));
    array("array of bad phone numbers", phones, i -> item("12-x 34 5 ext"));
    array("array of addresses", emails, i -> item(i + ".a.b@example.com"));
    array("array of bad addresses", emails, i -> item("a.b.c.d.e@f..g"));
    array("array of dates", dates, i -> item("September 3, 2001"));
    array("array of leads without their fields", required, i -> "{}");
  }

  private static String item(String value) {
    return object(ITEM, i -> "\"f%d\":\"%s\"".formatted(i, value));
  }

  private void oddItems() {
    requests.lead("array of values", any, JSON, list(ARRAY, i -> "1"));
    requests.lead(
        "array of a deep lead",
        any,
        JSON,
        "[{\"a\":" + deep(DEPTH, text(ARRAY - 3 * DEPTH, ",", i -> "1")) + "}]");
    requests.lead(
        "array of a lead beside members",
        any,
        JSON,
        "[{\"fields\":{}," + text(ARRAY - 20, ",", i -> "\"n%d\":1".formatted(i)) + "}]");
    requests.lead(
        "array in gzip",
        any,
        List.of("Content-Type", JSON, "Content-Encoding", "gzip"),
        Bodies.gzip(Bodies.leads(i -> "{\"a\":\"%s\"}".formatted("x".repeat(1_000)))));
  }

  private void decidedByEarlierLeads() {
    String required = fixtures.campaign(fields("text", ",\"required\":true")).leads();
    Fixtures.Campaign windowed = fixtures.campaign(fields("phone", ""));
    Fixtures.Campaign ruled = fixtures.campaign(fields("phone", ""));
    fixtures.openDedupeWindow(windowed);
    requests.rule("/v1/campaigns/" + ruled.id(), rules());
    array("array for rules", ruled.leads(), i -> object(ITEM, j -> phone(i, j)));
    array("array of duplicates", ruled.leads(), i -> object(ITEM, j -> phone(1, j)));
    array("array for a window", windowed.leads(), i -> object(ITEM, j -> phone(i, j)));
    array("array of keys", any, i -> keyed(i, "{\"a\":\"%s\"}".formatted("x".repeat(950))));
    array("array of keys of bad leads", required, i -> keyed(i, item("")));
    array("array for a test", ruled.leads() + "?test=true", i -> object(ITEM, j -> phone(i, j)));
  }

  /** Sets of as many fields as a set may have, from the first fields of a lead. */
  private static String rules() {
    return IntStream.range(0, SETS)
        .mapToObj(i -> "[\"f%d\",\"f%d\",\"f%d\",\"f%d\"]".formatted(i, i + 5, i + 10, i + 15))
        .collect(
            Collectors.joining(
                ",",
                "{\"duplicate_rules\":{\"sets\":[",
                "],\"days\":30,\"action\":\"reject\",\"within\":\"campaign\"}}"));
  }

  private static String keyed(int lead, String fields) {
    return "{\"idempotency_key\":\"key-of-long-work-%d\",\"fields\":%s}".formatted(lead, fields);
  }

  private void array(String name, String target, IntFunction<String> lead) {
    requests.lead(name, target, JSON, Bodies.leads(lead));
  }
}
