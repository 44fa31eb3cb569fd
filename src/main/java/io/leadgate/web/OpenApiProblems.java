package io.leadgate.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.FieldError;
import io.leadgate.domain.Refusal;
import io.leadgate.web.answer.Json;
import io.leadgate.web.answer.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the catalogue of refusals into an OpenAPI document: a response {@code Problem<status>} for
 * each status in the catalogue, with an example for each slug as {@link Problem} writes it. Adds to
 * every operation the problems that any request can be answered with.
 */
final class OpenApiProblems {

  private static final String REQUEST_ID = "X-Request-Id";

  /**
   * The statuses of the answers that are given before a request reaches its route, or after a bug.
   */
  private static final List<Integer> EVERYWHERE = List.of(400, 408, 414, 431, 500, 503, 505);

  /** The header of a status's problems, with the name of the component that describes it. */
  private static final Map<Integer, Map.Entry<String, String>> HEADERS =
      Map.of(
          401, Map.entry("WWW-Authenticate", "WWW-Authenticate"),
          403, Map.entry("WWW-Authenticate", "WWW-Authenticate-Scope"),
          405, Map.entry("Allow", "Allow"),
          415, Map.entry("Accept", "Accept"),
          503, Map.entry("Retry-After", "Retry-After"));

  private OpenApiProblems() {}

  static void fillIn(ObjectNode document) {
    ObjectNode components = document.withObject("/components");
    ObjectNode responses = components.withObject("/responses");
    fillIn(components.withObject("/schemas"), responses);
    boolean isForAdmins = document.at("/components/securitySchemes/admin").isObject();
    for (JsonNode path : document.path("paths")) {
      ((ObjectNode) path).withArray("parameters").add(ref("parameters", "RequestId"));
      for (Map.Entry<String, JsonNode> operation : path.properties()) {
        if (operation.getValue().path("responses") instanceof ObjectNode answers) {
          EVERYWHERE.forEach(status -> allow(answers, status, responses));
          if (isForAdmins && answers.has("401")) {
            ofBrowsers(operation.getKey()).forEach(status -> allow(answers, status, responses));
          }
          answers.forEach(OpenApiProblems::addRequestId);
        }
      }
    }
    responses.forEach(OpenApiProblems::addRequestId);
  }

  /** The statuses of what a web page of another origin makes an admin's browser send. */
  private static List<Integer> ofBrowsers(String method) {
    return method.equals("get") ? List.of(421) : List.of(403, 421);
  }

  /** Whether a component has the name of a problem response or problem schema of this class. */
  static boolean isProblem(String component) {
    return component.matches("Problem[0-9]{3}");
  }

  private static void fillIn(ObjectNode schemas, ObjectNode responses) {
    ArrayNode slugs = schemas.putObject("ProblemSlug").put("type", "string").putArray("enum");
    Map<Integer, List<Refusal>> byStatus =
        Arrays.stream(Refusal.values())
            .collect(Collectors.groupingBy(Refusal::status, TreeMap::new, Collectors.toList()));
    byStatus.forEach(
        (status, refusals) -> {
          refusals.forEach(refusal -> slugs.add(refusal.slug()));
          schemas.set("Problem" + status, schema(status, refusals));
          responses.set("Problem" + status, response(status, refusals));
        });
  }

  private static ObjectNode schema(int status, List<Refusal> refusals) {
    // Not beside a $ref, because generators of clients take no other member there.
    ObjectNode schema = Json.object();
    ArrayNode all = schema.putArray("allOf").add(ref("schemas", "Problem"));
    ObjectNode properties = all.addObject().put("type", "object").putObject("properties");
    ArrayNode types = properties.putObject("type").putArray("enum");
    refusals.forEach(refusal -> types.add("/problems/" + refusal.slug()));
    properties.putObject("status").put("const", status);
    return schema;
  }

  private static ObjectNode response(int status, List<Refusal> refusals) {
    ObjectNode response = Json.object();
    response.put(
        "description",
        refusals.stream().map(OpenApiProblems::description).collect(Collectors.joining("\n\n")));
    if (HEADERS.containsKey(status)) {
      Map.Entry<String, String> header = HEADERS.get(status);
      response.putObject("headers").set(header.getKey(), ref("headers", header.getValue()));
    }
    ObjectNode content = response.putObject("content").putObject(Problem.PROBLEM_JSON);
    content.set("schema", ref("schemas", "Problem" + status));
    ObjectNode examples = content.putObject("examples");
    for (Refusal refusal : refusals) {
      examples
          .putObject(refusal.slug())
          .put("summary", refusal.title())
          .set("value", example(refusal));
    }
    return response;
  }

  private static String description(Refusal refusal) {
    return "[`%s`](/problems/%s): %s. %s"
        .formatted(refusal.slug(), refusal.slug(), refusal.title(), Explanations.of(refusal));
  }

  private static ObjectNode example(Refusal refusal) {
    Problem problem = Problem.of(refusal);
    if (refusal.status() == 422 && refusal.slug().startsWith("invalid-")) {
      problem.with(List.of(new FieldError("name", "required", "name is required")));
    }
    return problem.body("8k2m0vq4t1ra");
  }

  /**
   * Adds the problem of a status to an operation. If the operation has its own response for that
   * status, the response gets the problem as a second form.
   */
  private static void allow(ObjectNode answers, int status, ObjectNode responses) {
    String code = Integer.toString(status);
    JsonNode own = answers.path(code);
    String name = own.path("$ref").asText().replace("#/components/responses/", "");
    if (own.isMissingNode()) {
      answers.set(code, ref("responses", "Problem" + status));
    } else if (!name.equals("Problem" + status)) {
      ObjectNode both = (ObjectNode) (name.isEmpty() ? own : responses.path(name)).deepCopy();
      both.withObject("/content")
          .set(
              Problem.PROBLEM_JSON,
              responses.path("Problem" + status).path("content").path(Problem.PROBLEM_JSON));
      answers.set(code, both);
    }
  }

  private static void addRequestId(JsonNode response) {
    if (response instanceof ObjectNode own && !own.has("$ref")) {
      own.withObject("/headers").set(REQUEST_ID, ref("headers", REQUEST_ID));
    }
  }

  private static ObjectNode ref(String section, String name) {
    return Json.object().put("$ref", "#/components/" + section + "/" + name);
  }
}
