package io.leadgate.web.request;

import io.vertx.core.http.HttpServerRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of a query. Throws {@link BadParameter} for a bad value, and for an unknown
 * or repeated parameter, because a filter with a misspelt name must not return everything.
 */
public final class Query {

  private static final int LIMIT = 100;
  private static final int LIMIT_MAX = 1_000;
  private static final String LIMIT_NAME = "limit";
  private static final String CURSOR_NAME = "cursor";
  private static final String CURSOR_KIND = "a next_cursor of an earlier answer";
  private static final Instant TIME_END = Instant.parse("+10000-01-01T00:00:00Z");

  private final Map<String, String> values = new HashMap<>();

  private Query() {}

  /** Reads the query of a list, which may have {@code limit}, {@code cursor} and these filters. */
  public static Query ofList(HttpServerRequest request, String... filters) {
    Set<String> known = Set.of(filters);
    Query query = new Query();
    for (UrlEncoded.Pair pair : pairs(request.query())) {
      String name = pair.name();
      if (!known.contains(name) && !name.equals(LIMIT_NAME) && !name.equals(CURSOR_NAME)) {
        throw new BadParameter("The parameter " + printable(name) + " is unknown here.");
      }
      if (query.values.put(name, pair.value()) != null) {
        throw new BadParameter(name + " must not be repeated.");
      }
    }
    return query;
  }

  private static List<UrlEncoded.Pair> pairs(@Nullable String query) {
    if (query == null) {
      return List.of();
    }
    return UrlEncoded.pairsOfQuery(query)
        .orElseThrow(
            () ->
                new BadParameter(
                    "The query is not valid UTF-8, once its per cent signs are decoded."));
  }

  private static String printable(String name) {
    String start = name.substring(0, Math.min(name.length(), 40));
    return start.chars().allMatch(c -> c > 0x20 && c < 0x7F) ? start : "?";
  }

  /** The number of items wanted: 1 to 1,000, by default 100. */
  public int limit() {
    int limit = integer(LIMIT_NAME).orElse(LIMIT);
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new BadParameter("limit must be 1 to %d.".formatted(LIMIT_MAX));
    }
    return limit;
  }

  /**
   * The cursor, which is the id of the last item of the previous page. Callers need not know its
   * meaning.
   */
  public <T> Optional<T> cursor(Function<String, Optional<T>> read) {
    return parameter(CURSOR_NAME, read, CURSOR_KIND);
  }

  /** The refusal of a readable cursor that is not the id of an item. */
  public BadParameter badCursor() {
    return bad(CURSOR_NAME, CURSOR_KIND);
  }

  public Optional<Integer> integer(String name) {
    return parameter(name, PathId::parse, "a whole number from 1");
  }

  public Optional<Instant> time(String name) {
    return parameter(name, Query::instant, "an RFC 3339 time from 1970 to 9999");
  }

  /** Reads a time in the range that ids can carry, and that Java and PostgreSQL can express. */
  private static Optional<Instant> instant(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return time.isBefore(Instant.EPOCH) || !time.isBefore(TIME_END)
          ? Optional.empty()
          : Optional.of(time);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads one parameter.
   *
   * @param read returns empty if the text is not of the kind
   * @param kind the kind of value, as the refusal tells the caller
   */
  public <T> Optional<T> parameter(String name, Function<String, Optional<T>> read, String kind) {
    String text = values.get(name);
    if (text == null) {
      return Optional.empty();
    }
    Optional<T> value = read.apply(text);
    if (value.isEmpty()) {
      throw bad(name, kind);
    }
    return value;
  }

  private static BadParameter bad(String name, String kind) {
    return new BadParameter("%s must be %s.".formatted(name, kind));
  }
}
