package io.leadgate.web;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.leadgate.web.answer.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds one listener's OpenAPI document. {@link ApiRouter} compares the routes with the document's
 * paths, and the tests compare every answer with its schemas. The document is made once from
 * openapi/*.yaml and the catalogue of refusals. Thread-safe.
 */
public final class OpenApi {

  /** The members of a path item that are operations. */
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "patch", "trace");

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private final ObjectNode document;
  private final Buffer bytes;

  private OpenApi(String name, String version) {
    document = load(name);
    document.withObject("/info").put("version", version);
    merge(load("common"), document);
    OpenApiProblems.fillIn(document);
    writeEnumsInPlace(document);
    prune(document.withObject("/components"));
    bytes = Buffer.buffer(document.toString());
  }

  /**
   * Makes the document of the public listener.
   *
   * @param version the gateway's version
   */
  public static OpenApi publicListener(String version) {
    return new OpenApi("public", version);
  }

  public static OpenApi managementListener(String version) {
    return new OpenApi("management", version);
  }

  static ObjectNode load(String name) {
    try (InputStream in = OpenApi.class.getResourceAsStream("/openapi/" + name + ".yaml")) {
      if (YAML.readTree(in) instanceof ObjectNode object) {
        return object;
      }
      throw new IllegalStateException(name + ".yaml must be an object");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds the members that the target lacks; members of the target stay. */
  private static void merge(ObjectNode from, ObjectNode into) {
    from.properties()
        .forEach(
            member -> {
              JsonNode own = into.get(member.getKey());
              if (own == null) {
                into.set(member.getKey(), member.getValue());
              } else if (own instanceof ObjectNode ownObject
                  && member.getValue() instanceof ObjectNode object) {
                merge(object, ownObject);
              }
            });
  }

  /**
   * Writes the values of an enum where the enum is referred to, because the class that a generator
   * makes of a named enum cannot be loaded by Python.
   */
  private void writeEnumsInPlace(JsonNode node) {
    if (node instanceof ObjectNode object
        && document.at(object.path("$ref").asText().replaceFirst("^#", ""))
            instanceof ObjectNode named
        && named.has("enum")) {
      object.remove("$ref");
      merge(named.deepCopy(), object);
    } else {
      node.forEach(this::writeEnumsInPlace);
    }
  }

  /** Removes the components that this listener does not refer to, except those of the catalogue. */
  private void prune(ObjectNode components) {
    boolean removed = true;
    while (removed) {
      Set<String> wanted = new HashSet<>(document.findValuesAsText("$ref"));
      removed = false;
      for (Map.Entry<String, JsonNode> section : components.properties()) {
        if (!section.getKey().equals("securitySchemes")
            && section.getValue() instanceof ObjectNode entries) {
          removed |=
              entries
                  .properties()
                  .removeIf(
                      entry ->
                          !OpenApiProblems.isProblem(entry.getKey())
                              && !wanted.contains(
                                  "#/components/" + section.getKey() + "/" + entry.getKey()));
        }
      }
    }
  }

  /** The methods of each path, in capitals, by the path as the document writes it. A copy. */
  public Map<String, Set<String>> operations() {
    Map<String, Set<String>> operations = new LinkedHashMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path -> {
              Set<String> methods = new TreeSet<>();
              path.getValue()
                  .fieldNames()
                  .forEachRemaining(
                      name -> {
                        if (METHODS.contains(name)) {
                          methods.add(name.toUpperCase(Locale.ROOT));
                        }
                      });
              operations.put(path.getKey(), methods);
            });
    return operations;
  }

  /** The document as it is served. */
  public String json() {
    return bytes.toString();
  }

  /** Answers {@code GET /openapi.json}. */
  public void serve(RoutingContext context) {
    Json.send(context.response(), bytes);
  }
}
