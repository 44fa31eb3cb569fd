package io.leadgate.web.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** JSON as this API writes and reads it: strictly, and in UTF-8. */
public final class Json {

  private static final CharSequence APPLICATION_JSON =
      HttpHeaders.createOptimized("application/json");
  private static final DateTimeFormatter RFC_3339_MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(factory(StreamReadConstraints.defaults()))
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * For what reads leads, which says itself how long a name or a number of theirs may be: Jackson
   * would refuse the whole body, and not even everywhere, since it passes over long names unless
   * one of its buffers ends within them, and over the digits of a fraction if one does.
   */
  public static JsonFactory leads(int depthMax) {
    return factory(
        StreamReadConstraints.builder()
            .maxNestingDepth(depthMax)
            .maxNameLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .build());
  }

  /**
   * Names come from strangers and are not kept for the next body. Jackson would keep 12,000,
   * however long each, and would refuse a body for the names of those before it, if many have one
   * hash.
   */
  private static JsonFactory factory(StreamReadConstraints constraints) {
    return JsonFactory.builder()
        .streamReadConstraints(constraints)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .build();
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A node of what is kept as JSON. */
  public static JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored JSON cannot be read", e);
    }
  }

  /** The one JSON object that the body is; empty if it is anything else. */
  public static Optional<ObjectNode> readObject(byte[] body) {
    try {
      return utf8(body).isPresent()
              && MAPPER.readTree(utf8(body).get()) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The text that the bytes are in UTF-8; empty if they are not valid UTF-8. */
  public static Optional<String> utf8(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    // The fast decoder puts U+FFFD where it finds a fault; only then ask the one that tells.
    return text.indexOf('\uFFFD') < 0 ? Optional.of(text) : strictUtf8(bytes);
  }

  private static Optional<String> strictUtf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Whether the text, which may be broken further on, begins as an array. */
  public static boolean isArray(String text) {
    int at = 0;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at < text.length() && text.charAt(at) == '[';
  }

  /** The same for the bytes of a text. */
  public static boolean isArray(Buffer utf8) {
    int at = 0;
    while (at < utf8.length() && isBlank(utf8.getByte(at))) {
      at++;
    }
    return at < utf8.length() && utf8.getByte(at) == '[';
  }

  /** Whether JSON has it between its tokens and passes it over (RFC 8259, section 2). */
  public static boolean isBlank(int c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  /** RFC 3339 in UTC with milliseconds. */
  public static String timestamp(Instant time) {
    return RFC_3339_MILLIS.format(time);
  }

  /** 204. */
  public static void sendNothing(HttpServerResponse response) {
    response.setStatusCode(204).end();
  }

  public static void send(HttpServerResponse response, int status, JsonNode body) {
    send(response, status, body.toString());
  }

  public static void send(HttpServerResponse response, int status, String body) {
    // Nothing has set it before, and add is cheaper than put.
    response.headers().add(HttpHeaders.CONTENT_TYPE, APPLICATION_JSON);
    response.setStatusCode(status).end(body);
  }

  /** A document that is written already; completes when it was handed to the network. */
  public static Future<Void> send(HttpServerResponse response, Buffer document) {
    return response.putHeader(HttpHeaders.CONTENT_TYPE, APPLICATION_JSON).end(document);
  }
}
