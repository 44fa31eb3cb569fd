package io.leadgate.web.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.domain.Slice;
import io.leadgate.loop.Pieces;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A page of any list: {@code {"items", "next_cursor"}}. Its items become JSON while the page is
 * written, one by one, because a page has up to 4 MiB.
 *
 * @param items each writes an item
 * @param nextCursor the id from which the next page continues; empty for the last page
 */
public record Page(List<Supplier<Buffer>> items, Optional<String> nextCursor) {

  /**
   * Makes a page.
   *
   * @param json makes the JSON of an item
   * @param cursor returns the id of an item
   */
  public static <T> Page of(
      Slice<T> found, Function<T, ObjectNode> json, Function<T, String> cursor) {
    return new Page(
        found.items().stream()
            .<Supplier<Buffer>>map(item -> () -> Json.buffer(json.apply(item)))
            .toList(),
        found.more() ? Optional.of(cursor.apply(found.items().getLast())) : Optional.empty());
  }

  /** Makes this page with items that are written already. */
  public Page written() {
    List<Buffer> written = items.stream().map(Supplier::get).toList();
    return new Page(
        written.stream().<Supplier<Buffer>>map(item -> () -> item).toList(), nextCursor);
  }

  /** Writes the page, a piece for each item. */
  Pieces<Buffer> write() {
    Buffer page = Buffer.buffer("{\"items\":[");
    int begin = page.length();
    return Pieces.each(
            items,
            item -> page.appendString(page.length() == begin ? "" : ",").appendBuffer(item.get()))
        .then(written -> Pieces.done(page.appendString("],").appendString(end())));
  }

  private String end() {
    return Json.object().put("next_cursor", nextCursor.orElse(null)).toString().substring(1);
  }
}
