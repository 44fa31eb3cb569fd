package io.leadgate.support.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The formats in which the receiver takes leads. Each format writes the same fields as its own kind
 * of body, so that a spec can run for all formats. A key goes where the format has it: in the
 * header, or in an array beside each item's fields.
 */
public enum VendorFormat {
  JSON_OBJECT(Syntax.OBJECT, 1, false),
  FORM(Syntax.FORM, 1, false),
  XML(Syntax.XML, 1, false),
  ARRAY(Syntax.ARRAY, 1, false),
  ARRAY_OF_THREE(Syntax.ARRAY, 3, false),
  GZIP_JSON_OBJECT(Syntax.OBJECT, 1, true),
  GZIP_FORM(Syntax.FORM, 1, true),
  GZIP_XML(Syntax.XML, 1, true),
  GZIP_ARRAY(Syntax.ARRAY, 1, true);

  public static final Map<String, String> LEAD =
      fields(
          "first_name", "Ada",
          "last_name", "Lovelace",
          "email", "ada@example.com",
          "phone", "(212) 555-0123");

  private enum Syntax {
    OBJECT,
    FORM,
    XML,
    ARRAY
  }

  private final Syntax syntax;
  private final int leads;
  private final boolean isGzip;

  VendorFormat(Syntax syntax, int leads, boolean isGzip) {
    this.syntax = syntax;
    this.leads = leads;
    this.isGzip = isGzip;
  }

  /**
   * @param namesAndValues names and values in turn
   */
  public static Map<String, String> fields(String... namesAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Collections.unmodifiableMap(fields);
  }

  /**
   * The lead with other or more fields.
   *
   * @param namesAndValues names and values in turn
   */
  public static Map<String, String> leadWith(String... namesAndValues) {
    Map<String, String> changed = new LinkedHashMap<>(LEAD);
    changed.putAll(fields(namesAndValues));
    return Collections.unmodifiableMap(changed);
  }

  /** The fields as the gateway stores them, whatever the format. */
  public static String stored(Map<String, String> fields) {
    return object(fields).toString();
  }

  private static ObjectNode object(Map<String, String> fields) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    fields.forEach(object::put);
    return object;
  }

  /** The number of leads in a body. The leads are the same, but for their keys. */
  public int leads() {
    return leads;
  }

  public boolean isArray() {
    return syntax == Syntax.ARRAY;
  }

  public String contentType() {
    return switch (syntax) {
      case OBJECT, ARRAY -> "application/json";
      case FORM -> "application/x-www-form-urlencoded";
      case XML -> "application/xml";
    };
  }

  /** The most bytes that a body may have, inflated. */
  public int bytesMax() {
    return isArray() ? 1 << 20 : 1 << 16;
  }

  public Answer post(Http vendor, String path, Map<String, String> fields) {
    return withContentType(vendor).post(path, body(fields));
  }

  public Answer post(Http vendor, String path, Map<String, String> fields, String key) {
    return withKey(vendor, key).post(path, body(fields, key));
  }

  public CompletableFuture<Answer> postAsync(
      Http vendor, String path, Map<String, String> fields, String key) {
    return withKey(vendor, key).postAsync(path, body(fields, key));
  }

  private Http withKey(Http vendor, String key) {
    Http typed = withContentType(vendor);
    return isArray() ? typed : typed.with("Idempotency-Key", key);
  }

  private Http withContentType(Http vendor) {
    Http typed = vendor.with("Content-Type", contentType());
    return isGzip ? typed.with("Content-Encoding", "gzip") : typed;
  }

  /** The head of a post with that many bytes, for a test's own connection. */
  public String requestHead(String path, String token, int bytes) {
    return ("POST %s HTTP/1.1\nHost: a\nAuthorization: Bearer %s\nContent-Type: %s\n%s"
            + "Content-Length: %d\n\n")
        .formatted(path, token, contentType(), isGzip ? "Content-Encoding: gzip\n" : "", bytes);
  }

  /** The body as it is sent. */
  public byte[] body(Map<String, String> fields) {
    return encoded(text(fields, Optional.empty()));
  }

  private byte[] body(Map<String, String> fields, String key) {
    return encoded(text(fields, Optional.of(key)));
  }

  private byte[] encoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return isGzip ? Gzip.of(bytes) : bytes;
  }

  /** The body before compression, which is the form in which a quarantine keeps it. */
  public String text(Map<String, String> fields) {
    return text(fields, Optional.empty());
  }

  private String text(Map<String, String> fields, Optional<String> key) {
    return switch (syntax) {
      case OBJECT -> stored(fields);
      case FORM ->
          fields.entrySet().stream()
              .map(field -> encoded(field.getKey(), field.getValue()))
              .collect(Collectors.joining("&"));
      case XML ->
          fields.entrySet().stream()
              .map(field -> element(field.getKey(), field.getValue()))
              .collect(Collectors.joining("", "<lead>", "</lead>"));
      case ARRAY -> array(fields, key).toString();
    };
  }

  private static String encoded(String name, String value) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8)
        + "="
        + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String element(String name, String value) {
    String escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<%s>%s</%s>".formatted(name, escaped, name);
  }

  /** The first item has the key itself, so that a single lead and an array can share a key. */
  private ArrayNode array(Map<String, String> fields, Optional<String> key) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < leads; i++) {
      String suffix = i == 0 ? "" : "-" + i;
      ObjectNode lead = object(fields);
      array.add(key.map(value -> item(value + suffix, lead)).orElse(lead));
    }
    return array;
  }

  private static ObjectNode item(String key, ObjectNode fields) {
    return JsonNodeFactory.instance.objectNode().put("idempotency_key", key).set("fields", fields);
  }

  /** Each lead's result in an answer. */
  public List<JsonNode> results(Answer answer) {
    JsonNode json = answer.json();
    return isArray() ? json.path("results").valueStream().toList() : List.of(json);
  }

  /** A field that is long enough to bring the body to that many bytes, or just over it. */
  public Map<String, String> filledTo(int bytes) {
    int empty = text(fields("note", "")).length();
    return fields("note", "x".repeat((bytes - empty + leads - 1) / leads));
  }
}
