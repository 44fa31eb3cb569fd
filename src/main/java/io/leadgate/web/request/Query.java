package io.leadgate.web.request;

import io.vertx.core.http.HttpServerRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the parameters of a query. Throws {@link BadParameter} for a value that cannot be read, and
 * for a parameter that is unknown or comes twice, because a list with a mistyped filter must not
 * answer with everything. Confined to one event loop.
 */
public final class Query {

  private static final int LIMIT = 100;
  private static final int LIMIT_MAX = 1_000;
  private static final String LIMIT_NAME = "limit";
  private static final String CURSOR_NAME = "cursor";
  private static final String CURSOR_KIND = "a next_cursor of an earlier answer";
  private static final Instant TIME_END = Instant.parse("+10000-01-01T00:00:00Z");

  private final HttpServerRequest request;

  private Query(HttpServerRequest request) {
    this.request = request;
  }

  /** Reads the query of a list, which has these filters, {@code limit} and {@code cursor}. */
  public static Query ofList(HttpServerRequest request, String... filters) {
    Set<String> known = Set.of(filters);
    Query query = new Query(request);
    for (String name : query.names()) {
      if (!known.contains(name) && !name.equals(LIMIT_NAME) && !name.equals(CURSOR_NAME)) {
        throw new BadParameter("There is no parameter of that name here: " + printable(name) + ".");
      }
      if (request.params().getAll(name).size() > 1) {
        throw new BadParameter(name + " is there more than once.");
      }
    }
    return query;
  }

  private Set<String> names() {
    try {
      return request.params().names();
    } catch (IllegalArgumentException e) {
      throw new BadParameter("The query cannot be decoded.");
    }
  }

  private static String printable(String name) {
    String start = name.substring(0, Math.min(name.length(), 40));
    return start.chars().allMatch(c -> c > 0x20 && c < 0x7F) ? start : "?";
  }

  /** 1 to 1,000, by default 100. */
  public int limit() {
    int limit = integer(LIMIT_NAME).orElse(LIMIT);
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new BadParameter("limit must be 1 to %d.".formatted(LIMIT_MAX));
    }
    return limit;
  }

  /** A cursor is the id of the last item of the page before, which the caller need not know. */
  public <T> Optional<T> cursor(Function<String, Optional<T>> read) {
    return parameter(CURSOR_NAME, read, CURSOR_KIND);
  }

  /** For a cursor that can be read, but is the id of no item. */
  public BadParameter badCursor() {
    return bad(CURSOR_NAME, CURSOR_KIND);
  }

  public Optional<Integer> integer(String name) {
    return parameter(name, PathId::parse, "a whole number from 1");
  }

  public Optional<Instant> time(String name) {
    return parameter(name, Query::instant, "an RFC 3339 time from 1970 to 9999");
  }

  /** The years from 1970 to 9999 are the times that an id, Java and PostgreSQL can all hold. */
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
   * @param read empty where the text is not of the kind
   * @param kind what the parameter must be, for the caller
   */
  public <T> Optional<T> parameter(String name, Function<String, Optional<T>> read, String kind) {
    String text = request.getParam(name);
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
