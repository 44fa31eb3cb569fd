package io.leadgate.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.http.BadParameter;
import io.leadgate.http.Json;
import io.vertx.core.http.HttpServerRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The parameters that every list has: {@code limit} (1 to 1,000, by default 100) and {@code
 * cursor}, and its shape: {@code {"items", "next_cursor"}}. Reading throws {@link BadParameter}.
 */
final class Page {

  private static final int LIMIT = 100;
  private static final int LIMIT_MAX = 1_000;
  private static final Instant TIME_END = Instant.parse("+10000-01-01T00:00:00Z");

  private Page() {}

  static int limit(HttpServerRequest request) {
    int limit = integer(request, "limit").orElse(LIMIT);
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new BadParameter("limit must be 1 to %d.".formatted(LIMIT_MAX));
    }
    return limit;
  }

  /** A cursor is the id of the last item that was seen. */
  static Optional<UUID> cursor(HttpServerRequest request) {
    return parameter(request, "cursor", UUID::fromString, "a next_cursor of an earlier answer");
  }

  static Optional<Integer> integer(HttpServerRequest request, String name) {
    return parameter(request, name, Integer::valueOf, "a whole number");
  }

  static Optional<Instant> time(HttpServerRequest request, String name) {
    return parameter(request, name, Page::time, "an RFC 3339 time from 1970 to 9999");
  }

  /** What an id can carry, and Java and PostgreSQL can both say. */
  private static Instant time(String text) {
    Instant time = OffsetDateTime.parse(text).toInstant();
    if (time.isBefore(Instant.EPOCH) || !time.isBefore(TIME_END)) {
      throw new DateTimeException("out of range");
    }
    return time;
  }

  static <T> Optional<T> parameter(
      HttpServerRequest request, String name, Function<String, T> read, String kind) {
    try {
      String text = request.getParam(name); // Throws where the query cannot be decoded.
      return text == null ? Optional.empty() : Optional.of(read.apply(text));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new BadParameter("%s must be %s.".formatted(name, kind));
    }
  }

  static ObjectNode of(List<ObjectNode> items, Optional<String> nextCursor) {
    ObjectNode page = Json.object();
    ArrayNode list = page.putArray("items");
    list.addAll(items);
    return page.put("next_cursor", nextCursor.orElse(null));
  }
}
