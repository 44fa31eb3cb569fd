package io.leadgate.support.http;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A whole answer for comparison at once: its status, all its headers but Content-Length and those
 * of every answer, and its body. A placeholder stands for each value that a test cannot know
 * beforehand, if the value has the right form.
 *
 * @param headers the headers by their names in lower case
 */
public record WholeAnswer(int status, Map<String, String> headers, String body) {

  public static final String ID = "<id>";
  public static final String TIME = "<time>";
  public static final String REQUEST = "<request>";

  private static final Map<String, String> OF_EVERY_ANSWER =
      Map.of("cache-control", "no-store", "x-content-type-options", "nosniff");

  private static final Pattern UUID_V7 =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  private static final Pattern MILLIS =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  private static final Pattern REQUEST_ID = Pattern.compile("[0-9a-v]{12}");

  public static WholeAnswer of(Answer answer) {
    String request = answer.header("X-Request-Id");
    Map<String, String> headers = new TreeMap<>();
    answer
        .headers()
        .map()
        .forEach(
            (name, values) ->
                headers.put(
                    name.toLowerCase(Locale.ROOT),
                    withPlaceholders(String.join(", ", values), request)));
    headers.remove("content-length");
    for (Map.Entry<String, String> header : OF_EVERY_ANSWER.entrySet()) {
      if (!header.getValue().equals(headers.remove(header.getKey()))) {
        throw new AssertionError("no %s in %s".formatted(header, answer));
      }
    }
    return new WholeAnswer(answer.status(), headers, withPlaceholders(answer.body(), request));
  }

  private static String withPlaceholders(String text, String request) {
    String ids = UUID_V7.matcher(text).replaceAll(ID);
    String times = MILLIS.matcher(ids).replaceAll(TIME);
    return REQUEST_ID.matcher(request).matches() ? times.replace(request, REQUEST) : times;
  }

  /** JSON with a fresh X-Request-Id and no other header. */
  public static WholeAnswer json(int status, String body) {
    return new WholeAnswer(status, Map.of(), body)
        .with("content-type", "application/json")
        .with("x-request-id", REQUEST);
  }

  public static WholeAnswer problem(ProblemText problem) {
    return problem(problem.status(), problem.text());
  }

  private static WholeAnswer problem(int status, String body) {
    return json(status, body).with("content-type", "application/problem+json");
  }

  public WholeAnswer with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new WholeAnswer(status, more, body);
  }

  /** Each lead of the body was committed by this request. */
  public static WholeAnswer accepted(VendorFormat format, int campaignId) {
    return format.isArray()
        ? all(format, "accepted", "\"id\":\"" + ID + "\",")
        : json(201, receipt(campaignId)).with("location", "/v1/leads/" + ID);
  }

  /** Each lead of the body was committed before under the same key. */
  public static WholeAnswer replayed(VendorFormat format, int campaignId) {
    return format.isArray()
        ? all(format, "replayed", "\"id\":\"" + ID + "\",")
        : json(200, receipt(campaignId))
            .with("location", "/v1/leads/" + ID)
            .with("idempotency-replayed", "true");
  }

  /** Each lead of the body is good, and was not stored because it is only a test. */
  public static WholeAnswer tested(VendorFormat format, int campaignId) {
    return format.isArray()
        ? all(format, "test", "")
        : json(
            200,
            "{\"id\":null,\"campaign_id\":%d,\"received_at\":\"%s\",\"status\":\"test\"}"
                .formatted(campaignId, TIME));
  }

  private static String receipt(int campaignId) {
    return "{\"id\":\"%s\",\"campaign_id\":%d,\"received_at\":\"%s\",\"status\":\"accepted\"}"
        .formatted(ID, campaignId, TIME);
  }

  private static WholeAnswer all(VendorFormat format, String status, String id) {
    return json(
        200,
        "{\"accepted\":%d,\"rejected\":0,%s}"
            .formatted(
                format.leads(),
                results(format, status, "%s\"received_at\":\"%s\"".formatted(id, TIME))));
  }

  /** Each lead of the body was refused because of its own fields. */
  public static WholeAnswer rejected(VendorFormat format, ProblemText problem) {
    return format.isArray()
        ? problem(
            ProblemText.invalidLead("All leads were rejected; each result says why.")
                .with(
                    "\"accepted\":0,\"rejected\":%d,%s"
                        .formatted(format.leads(), results(format, "rejected", problem))))
        : problem(problem);
  }

  /** No lead of the body could be stored, for a reason outside of the leads. */
  public static WholeAnswer failed(VendorFormat format, ProblemText problem) {
    WholeAnswer answer =
        problem(
            format.isArray()
                ? problem.with(
                    "\"accepted\":0,\"rejected\":0," + results(format, "failed", problem))
                : problem);
    return answer.with("retry-after", "2");
  }

  private static String results(VendorFormat format, String status, ProblemText problem) {
    return results(format, status, "\"problem\":" + problem.text());
  }

  private static String results(VendorFormat format, String status, String members) {
    return IntStream.range(0, format.leads())
        .mapToObj(index -> "{\"index\":%d,\"status\":\"%s\",%s}".formatted(index, status, members))
        .collect(Collectors.joining(",", "\"results\":[", "]"));
  }
}
