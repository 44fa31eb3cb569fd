package io.leadgate.web.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Slice;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Writes the JSON of every list: {@code {"items", "next_cursor"}}. */
public final class Page {

  private Page() {}

  /**
   * Makes the JSON of a page.
   *
   * @param json writes an item
   * @param cursor returns the id of an item, from which the next page continues
   */
  public static <T> ObjectNode of(
      Slice<T> found, Function<T, ObjectNode> json, Function<T, String> cursor) {
    return of(
        found.items().stream().map(json).toList(),
        found.more() ? Optional.of(cursor.apply(found.items().getLast())) : Optional.empty());
  }

  private static ObjectNode of(List<ObjectNode> items, Optional<String> nextCursor) {
    ObjectNode page = Json.object();
    page.putArray("items").addAll(items);
    return page.put("next_cursor", nextCursor.orElse(null));
  }
}
