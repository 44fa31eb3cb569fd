package io.leadgate.longwork;

import static io.leadgate.longwork.Bodies.ARRAY;
import static io.leadgate.longwork.Bodies.BODY;
import static io.leadgate.longwork.Bodies.HEAD;
import static io.leadgate.longwork.Bodies.text;

import io.leadgate.support.Fixtures.Campaign;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The posts in LeadExec's formats that cost the most, and the bodies that are searched longest for
 * credentials before they are kept.
 */
final class WorstExec {

  private static final String V1 = "/processor/insert/general";
  private static final String V2 = "/v2/insert/general";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";

  private final WorstRequests requests;
  private final Campaign any;

  WorstExec(WorstRequests requests) {
    this.requests = requests;
    this.any = requests.fixtures().campaignOfAnything();
  }

  void add() {
    v1();
    v2();
    kept();
  }

  private String numbers() {
    return "vid=%d&lid=%d&aid=%d".formatted(any.leadSourceId(), any.leadTypeId(), any.id());
  }

  private void v1() {
    String query = numbers() + "&" + text(HEAD - 200, "&", "a%d=1"::formatted);
    for (String ending : List.of("", "/json", "/json/async")) {
      requests.lead(200, "V1 as a form" + ending, V1 + ending, FORM, form(numbers()));
      requests.read(403, "V1 as a query" + ending, V1 + ending + "?" + query);
    }
    String stranger = form(numbers(), i -> "a");
    requests.api(
        401, "V1 of a stranger", "POST", V1, List.of("Content-Type", FORM), Bodies.bytes(stranger));
    requests.api(
        401,
        "V1 of a stranger that repeats a number",
        "POST",
        V1,
        List.of("Content-Type", FORM),
        Bodies.bytes(form(numbers(), i -> "vid=1")));
    requests.lead(200, "V1 of credentials", V1, FORM, form(numbers(), i -> "API_KEY=1"));
  }

  private static String form(String numbers) {
    return form(numbers, i -> "a%d=1".formatted(i % 190));
  }

  private static String form(String numbers, IntFunction<String> pair) {
    return numbers + "&" + text(BODY - 200, "&", pair);
  }

  private void v2() {
    requests.lead(200, "V2 of empty leads", V2, JSON, v2(i -> "{\"fields\":{}}"));
    requests.lead(422, "V2 of bad leads", V2, JSON, v2(i -> "{}"));
    requests.lead(200, "V2 of credentials", V2, JSON, v2(i -> "{\"fields\":{\"API_KEY\":[[[]]]}}"));
    requests.lead(413, "V2 of many leads", V2, JSON, whole(text(ARRAY - 200, ",", i -> "{}")));
    requests.lead(
        400,
        "V2 without leads",
        V2,
        JSON,
        "{\"source\":[%s]}".formatted(text(ARRAY - 200, ",", i -> "{}")));
  }

  private String v2(IntFunction<String> lead) {
    StringBuilder leads = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      leads.append(i == 0 ? "" : ",").append(lead.apply(i));
    }
    return whole(leads.toString());
  }

  private String whole(String leads) {
    return "{\"leads\":[%s],\"source\":{\"vid\":%d,\"lid\":%d,\"aid\":%d}}"
        .formatted(leads, any.leadSourceId(), any.leadTypeId(), any.id());
  }

  /** Bodies of strangers, which are as long as the quarantine takes them. */
  private void kept() {
    kept("JSON", JSON, "[" + text(ARRAY - 200, ",", i -> "{\"api_key\":1}") + "]");
    kept(
        "deep JSON",
        JSON,
        "[".repeat(ARRAY / 2 - 200) + "\"\\u0061\"" + "]".repeat(ARRAY / 2 - 200));
    kept("broken JSON", JSON, "{" + text(ARRAY - 200, ",", i -> "\"api_key\":1"));
    kept("text", JSON, "api_key".repeat(ARRAY / 7 - 100));
    kept("text of names", JSON, text(ARRAY - 200, "", i -> "api_key="));
    kept("text of open tags", JSON, text(ARRAY - 200, "", i -> "<api_key"));
    kept("text of open parts", JSON, text(ARRAY - 200, " ", i -> "name=api_key"));
    kept("text of no credentials", JSON, text(ARRAY - 200, " ", i -> "authorization: yes"));
    kept("text of one letter", JSON, "a".repeat(ARRAY - 200));
    kept("a form", FORM, text(ARRAY - 200, "&", i -> "%61=1"));
    kept("XML", "text/xml", "<l>" + text(ARRAY - 200, "", i -> "<api_key/>") + "</l>");
    kept("broken XML", "text/xml", "<l a=\"" + text(ARRAY - 200, "", i -> "<api_key/>"));
    kept(
        "multipart",
        "multipart/form-data; boundary=b",
        text(ARRAY - 200, "\r\n", i -> "--b\r\nx:;name=api_key\r\n\r\n") + "\r\n--b--");
  }

  private void kept(String name, String contentType, String body) {
    requests.api(
        401,
        "kept: " + name,
        "POST",
        any.leads(),
        List.of("Content-Type", contentType),
        Bodies.bytes(body));
  }
}
