package io.leadgate.web.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads and writes the JSON of the API, strictly and in UTF-8. Thread-safe. */
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
   * Makes the factory for the parsers of leads, which limit the length of names and numbers
   * themselves. Jackson would refuse the whole body for one long name or number, and would do so
   * only sometimes: it accepts long names and long fractions unless a buffer ends within them.
   */
  public static JsonFactory leadFactory(int depthMax) {
    return factory(
        StreamReadConstraints.builder()
            .maxNestingDepth(depthMax)
            .maxNameLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .build());
  }

  /**
   * Makes a factory that does not keep names for the next body, because names come from strangers.
   * Jackson would keep 12,000 names of any length, and would refuse a body if many earlier names
   * had the same hash.
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

  /** A body that was read as a JSON object, or the reason for the sender why the body is none. */
  public sealed interface Read {
    record Good(ObjectNode object) implements Read {}

    record Bad(String detail) implements Read {}
  }

  /** Reads a body that must be a JSON object. */
  public static Read readObject(byte[] body) {
    byte[] bytes = Utf8.withoutMark(body);
    Optional<String> text = Utf8.decode(bytes);
    if (text.isEmpty()) {
      return new Read.Bad(Utf8.fault(bytes));
    }
    if (text.get().isBlank()) {
      return new Read.Bad("The body is empty; a JSON object is expected.");
    }
    try {
      return MAPPER.readTree(text.get()) instanceof ObjectNode object
          ? new Read.Good(object)
          : new Read.Bad("The body is JSON, but no JSON object.");
    } catch (MismatchedInputException trailing) {
      return new Read.Bad("Something follows the JSON object.");
    } catch (JsonProcessingException e) {
      return new Read.Bad(JsonFault.of(e, StreamReadConstraints.DEFAULT_MAX_DEPTH));
    }
  }

  /** Writes JSON in UTF-8, without a text of it in between. */
  public static Buffer buffer(JsonNode json) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can be written", e);
    }
  }

  /** Whether a text, which may be malformed further on, begins as a JSON array. */
  public static boolean isArray(String text) {
    int at = 0;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at < text.length() && text.charAt(at) == '[';
  }

  /** Whether a text in UTF-8, with or without a byte order mark, begins as a JSON array. */
  public static boolean isArray(Buffer utf8) {
    int at = Utf8.hasMark(utf8) ? Utf8.MARK_BYTES : 0;
    while (at < utf8.length() && isBlank(utf8.getByte(at))) {
      at++;
    }
    return at < utf8.length() && utf8.getByte(at) == '[';
  }

  /** Whether JSON ignores the character between tokens (RFC 8259, section 2). */
  public static boolean isBlank(int c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  /** Writes a time as RFC 3339 in UTC with milliseconds. */
  public static String timestamp(Instant time) {
    return RFC_3339_MILLIS.format(time);
  }

  /** Answers 204 without a body. */
  public static void sendNothing(HttpServerResponse response) {
    response.setStatusCode(204).end();
  }

  public static void send(HttpServerResponse response, int status, JsonNode body) {
    send(response, status, body.toString());
  }

  public static void send(HttpServerResponse response, int status, String body) {
    // The header was not set before, so add suffices; it is cheaper than put.
    response.headers().add(HttpHeaders.CONTENT_TYPE, APPLICATION_JSON);
    response.setStatusCode(status).end(body);
  }

  /** Answers with a text in another form than plain JSON. */
  public static void send(
      HttpServerResponse response, int status, String contentType, String body) {
    response.headers().add(HttpHeaders.CONTENT_TYPE, contentType);
    response.setStatusCode(status).end(body);
  }

  /** Answers with a finished document. Completes when the document was handed to the network. */
  public static Future<Void> send(HttpServerResponse response, Buffer document) {
    return response.putHeader(HttpHeaders.CONTENT_TYPE, APPLICATION_JSON).end(document);
  }
}
