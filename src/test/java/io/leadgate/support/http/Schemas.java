package io.leadgate.support.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.leadgate.web.answer.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Validates JSON against the schemas of an OpenAPI document, which in 3.1 are JSON Schema 2020-12;
 * formats are asserted. Thread-safe.
 */
final class Schemas {

  /** Strict, but takes all that a lead may hold: names and numbers of any length and range. */
  private static final ObjectMapper JSON =
      JsonMapper.builder(Json.leadFactory(StreamReadConstraints.DEFAULT_MAX_DEPTH))
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final String DRAFT = SpecificationVersion.DRAFT_2020_12.getDialectId();

  private final JsonNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialectId(
          DRAFT,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
  private final Map<JsonNode, Schema> compiledSchemas = new ConcurrentHashMap<>();

  Schemas(JsonNode document) {
    this.document = document;
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  /**
   * The node to which a reference within the document points; a node that is not a reference is
   * returned itself.
   */
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  List<String> violations(String subject, JsonNode schema, JsonNode value) {
    return compiledSchemas.computeIfAbsent(schema, this::compiled).validate(value).stream()
        .map(error -> subject + " " + error)
        .toList();
  }

  /** The schema with the components beside it, to which its references point. */
  private Schema compiled(JsonNode schema) {
    ObjectNode alone = schema.deepCopy();
    alone.set("components", document.path("components"));
    return registry.getSchema(alone);
  }
}
