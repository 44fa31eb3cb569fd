package io.leadgate.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The shape of every list: {@code {"items", "next_cursor"}}. */
public final class Page {

  private Page() {}

  public static ObjectNode of(List<ObjectNode> items, Optional<String> nextCursor) {
    ObjectNode page = Json.object();
    page.putArray("items").addAll(items);
    return page.put("next_cursor", nextCursor.orElse(null));
  }

  /**
   * @param found one more than the limit, where there are that many
   * @param cursor the id of an item
   */
  public static <T> ObjectNode of(
      List<T> found, int limit, Function<T, ObjectNode> json, Function<T, String> cursor) {
    List<T> items = found.subList(0, Math.min(limit, found.size()));
    return of(
        items.stream().map(json).toList(),
        found.size() > limit ? Optional.of(cursor.apply(items.getLast())) : Optional.empty());
  }
}
