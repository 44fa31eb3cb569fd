package io.leadgate.support.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.web.OpenApi;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Checks answers against a listener's OpenAPI document. The clients of the tests check every answer
 * here, and an answer that is not documented fails the spec. Thread-safe.
 */
public final class Contract {

  public static final Contract PUBLIC = new Contract(OpenApi.publicListener("development").json());
  public static final Contract MANAGEMENT =
      new Contract(OpenApi.managementListener("development").json());

  /**
   * The statuses of answers that the gateway gives before it looks at the path, or because it
   * cannot read the path.
   */
  private static final Set<Integer> ANYWHERE = Set.of(400, 408, 414, 431, 503, 505);

  /** Answers other methods in its own form. */
  private static final Pattern LEADEXEC_V1 = Pattern.compile("(?i)/processor/insert/");

  private final String json;
  private final JsonNode document;
  private final Schemas schemas;

  private Contract(String json) {
    this.json = json;
    document = Schemas.read(json);
    sayExactly(document.at("/components/schemas"));
    schemas = new Schemas(document);
  }

  /** Adds what the document says in words, because generators of clients go wrong with it. */
  private static void sayExactly(JsonNode components) {
    ((ObjectNode) components.path("Timestamp"))
        .put("pattern", "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$");
    ArrayNode formats = ((ObjectNode) components.path("IpAddress")).putArray("anyOf");
    formats.addObject().put("format", "ipv4");
    formats.addObject().put("format", "ipv6");
  }

  /** The document in the form in which its listener serves it. */
  public String json() {
    return json;
  }

  public JsonNode document() {
    return document;
  }

  /**
   * @param target the path and the query, as they were sent
   * @throws AssertionError if the answer is not documented; the message says why
   */
  void assertDocumented(String method, String target, Answer answer) {
    List<String> broken = violations(method, target, answer);
    if (!broken.isEmpty()) {
      throw new AssertionError(
          "the answer to %s %s is not in the OpenAPI document: %s%n%s"
              .formatted(method, target, String.join("; ", broken), answer));
    }
  }

  /**
   * Asserts that a JSON body which the gateway took is documented, because a client that is
   * generated from the document could not send the body otherwise.
   *
   * @throws AssertionError if the body is not documented; the message says why
   */
  void assertBodyDocumented(String method, String target, String contentType, String body) {
    JsonNode request =
        operation(path(target.replaceFirst("\\?.*", "")), method).path("requestBody");
    JsonNode media = schemas.resolved(request).path("content").path(contentType);
    List<String> broken =
        media.isMissingNode()
            ? List.of("the Content-Type is \"" + contentType + "\"")
            : schemas.violations("the request's body", media.path("schema"), Schemas.read(body));
    if (!broken.isEmpty()) {
      throw new AssertionError(
          "the body of %s %s was taken, but is not in the OpenAPI document: %s%n%s"
              .formatted(method, target, String.join("; ", broken), body));
    }
  }

  /**
   * Asserts that the answer to bytes that are not a request, or that name no path, is documented.
   *
   * @throws AssertionError if the answer is not documented; the message says why
   */
  void assertDocumentedWithoutRequest(Answer answer) {
    List<String> broken =
        ANYWHERE.contains(answer.status()) || answer.status() == 404
            ? problem(answer)
            : List.of(answer.status() + " for bytes that are not a request");
    if (!broken.isEmpty()) {
      throw new AssertionError(
          "the answer to bytes that are not a request: %s%n%s".formatted(broken, answer));
    }
  }

  /** The differences between the answer and the document; empty where the answer is documented. */
  List<String> violations(String method, String target, Answer answer) {
    JsonNode path = path(target.replaceFirst("\\?.*", ""));
    JsonNode operation = operation(path, method);
    if (answer.status() == 405 && LEADEXEC_V1.matcher(target).lookingAt()) {
      return allow(path, answer);
    }
    if (path.isMissingNode() && target.startsWith("/console/")) {
      return List.of(); // Pages for people, which the document does not name.
    }
    if (path.isMissingNode()) {
      return answer.status() == 404 || ANYWHERE.contains(answer.status())
          ? problem(answer)
          : List.of(answer.status() + " at a path that is not documented");
    }
    if (operation.isMissingNode()) {
      return answer.status() == 405
          ? notAllowed(path, answer)
          : ANYWHERE.contains(answer.status())
              ? problem(answer)
              : List.of(answer.status() + " to a method that is not documented");
    }
    JsonNode response = schemas.resolved(operation.path("responses").path(answer.status() + ""));
    return response.isMissingNode()
        ? List.of("status " + answer.status() + " is not documented")
        : new ResponseShape(schemas).violations(response, answer, method.equals("HEAD"));
  }

  private List<String> notAllowed(JsonNode path, Answer answer) {
    List<String> broken = problem(answer);
    broken.addAll(allow(path, answer));
    return broken;
  }

  private static List<String> allow(JsonNode path, Answer answer) {
    Set<String> allowed = new TreeSet<>(Arrays.asList(answer.header("Allow").split(", ", -1)));
    return allowed.equals(methods(path))
        ? List.of()
        : List.of("Allow is " + allowed + " where " + methods(path) + " are documented");
  }

  private List<String> problem(Answer answer) {
    JsonNode response = document.at("/components/responses/Problem" + answer.status());
    return new ResponseShape(schemas).violations(response, answer, answer.body().isEmpty());
  }

  /** The methods of a path item, with HEAD where there is GET, unless the document excludes it. */
  public static Set<String> methods(JsonNode path) {
    Set<String> methods = new TreeSet<>();
    for (String name : List.of("GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE")) {
      if (path.has(name.toLowerCase(Locale.ROOT))) {
        methods.add(name);
      }
    }
    if (methods.contains("GET") && !path.has("x-without-head")) {
      methods.add("HEAD");
    }
    return methods;
  }

  private static JsonNode operation(JsonNode path, String method) {
    return path.path(method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT));
  }

  /** The paths that a template stands for; LeadExec's are taken in any case. */
  private static Pattern paths(String template) {
    String paths = template.replaceAll("\\{[^}]+}", "[^/]+") + "/?";
    return Pattern.compile(template.contains("/insert/") ? "(?i)" + paths : paths);
  }

  /** The path item that matches the path; an item without parameters comes first. */
  private JsonNode path(String path) {
    JsonNode item = document.path("paths").path(path);
    if (item.isMissingNode()) {
      for (Map.Entry<String, JsonNode> entry : document.path("paths").properties()) {
        if (paths(entry.getKey()).matcher(path).matches()) {
          return entry.getValue();
        }
      }
    }
    return item;
  }
}
