package io.leadgate.support.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.web.OpenApi;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a listener's OpenAPI document says of its answers. Every answer that a spec provokes is held
 * to it, and the spec fails where one is not what was documented. For any thread.
 */
public final class Contract {

  public static final Contract PUBLIC = new Contract(OpenApi.publicListener("development").json());
  public static final Contract MANAGEMENT =
      new Contract(OpenApi.managementListener("development").json());

  /** What a request may be told before its path is looked at, or because it cannot be. */
  private static final Set<Integer> ANYWHERE = Set.of(400, 408, 414, 431, 503, 505);

  private final String json;
  private final JsonNode document;
  private final Shapes shapes;

  private Contract(String json) {
    this.json = json;
    document = Shapes.read(json);
    shapes = new Shapes(document);
  }

  /** The document, as its listener serves it. */
  public String json() {
    return json;
  }

  public JsonNode document() {
    return document;
  }

  /**
   * @param target path and query, as they were sent
   * @throws AssertionError if the answer is not as documented; it says why
   */
  void check(String method, String target, Answer answer) {
    List<String> broken = violations(method, target, answer);
    if (!broken.isEmpty()) {
      throw new AssertionError(
          "%s %s was answered with what the OpenAPI document does not have: %s%n%s"
              .formatted(method, target, String.join("; ", broken), answer));
    }
  }

  /**
   * A JSON body that was taken must be one that the document lets be sent: a client that is made
   * from it could not send the like otherwise.
   *
   * @throws AssertionError if it is not; it says why
   */
  void checkTaken(String method, String target, String contentType, String body) {
    JsonNode request =
        operation(path(target.replaceFirst("\\?.*", "")), method).path("requestBody");
    JsonNode media = shapes.resolved(request).path("content").path(contentType);
    List<String> broken =
        media.isMissingNode()
            ? List.of("the Content-Type is \"" + contentType + "\"")
            : shapes.violations("the request's body", media.path("schema"), Shapes.read(body));
    if (!broken.isEmpty()) {
      throw new AssertionError(
          "%s %s was taken with what the OpenAPI document does not have: %s%n%s"
              .formatted(method, target, String.join("; ", broken), body));
    }
  }

  /** The same for the answer to what was no request, or one for no path. */
  void checkUnreadable(Answer answer) {
    List<String> broken =
        ANYWHERE.contains(answer.status()) || answer.status() == 404
            ? problem(answer)
            : List.of(answer.status() + " for what is no request");
    if (!broken.isEmpty()) {
      throw new AssertionError("No request, and %s%n%s".formatted(broken, answer));
    }
  }

  /** What is wrong with the answer; empty where nothing is. */
  List<String> violations(String method, String target, Answer answer) {
    JsonNode path = path(target.replaceFirst("\\?.*", ""));
    JsonNode operation = operation(path, method);
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
    JsonNode response = shapes.resolved(operation.path("responses").path(answer.status() + ""));
    return response.isMissingNode()
        ? List.of("status " + answer.status() + " is not documented")
        : new ResponseShape(shapes).violations(response, answer, method.equals("HEAD"));
  }

  private List<String> notAllowed(JsonNode path, Answer answer) {
    Set<String> allowed = new TreeSet<>(Arrays.asList(answer.header("Allow").split(", ", -1)));
    List<String> broken = problem(answer);
    if (!allowed.equals(methods(path))) {
      broken.add("Allow is " + allowed + " where " + methods(path) + " are documented");
    }
    return broken;
  }

  private List<String> problem(Answer answer) {
    JsonNode response = document.at("/components/responses/Problem" + answer.status());
    return new ResponseShape(shapes).violations(response, answer, answer.body().isEmpty());
  }

  /** The methods of a path item, with HEAD where there is GET. */
  public static Set<String> methods(JsonNode path) {
    Set<String> methods = new TreeSet<>();
    for (String name : List.of("GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE")) {
      if (path.has(name.toLowerCase(Locale.ROOT))) {
        methods.add(name);
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }

  private static JsonNode operation(JsonNode path, String method) {
    return path.path(method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT));
  }

  /** The path item with that template, one without parameters first. */
  private JsonNode path(String path) {
    JsonNode item = document.path("paths").path(path);
    if (item.isMissingNode()) {
      for (Map.Entry<String, JsonNode> entry : document.path("paths").properties()) {
        if (path.matches(entry.getKey().replaceAll("\\{[^}]+}", "[^/]+"))) {
          return entry.getValue();
        }
      }
    }
    return item;
  }
}
