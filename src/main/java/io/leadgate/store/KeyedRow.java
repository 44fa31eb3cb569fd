package io.leadgate.store;

import io.leadgate.domain.Slice;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A row of a list.
 *
 * @param key the key by which the list is ordered and goes on
 * @param value the object in the row; empty if the row cannot be read
 */
record KeyedRow<K, T>(K key, Optional<T> value) {

  static <K, T> KeyedRow<K, T> of(K key, Row row, Function<Row, T> read) {
    try {
      return new KeyedRow<>(key, Optional.of(read.apply(row)));
    } catch (RuntimeException e) {
      return new KeyedRow<>(key, Optional.empty());
    }
  }

  /**
   * Reads all pages, without the rows that cannot be read.
   *
   * @param page reads the page behind a key, or the first page
   */
  static <K, T> Future<List<T>> all(Function<Optional<K>, Future<Slice<KeyedRow<K, T>>>> page) {
    return behind(Optional.empty(), page, new ArrayList<>());
  }

  private static <K, T> Future<List<T>> behind(
      Optional<K> last, Function<Optional<K>, Future<Slice<KeyedRow<K, T>>>> page, List<T> all) {
    return page.apply(last)
        .compose(
            found -> {
              found.items().stream().flatMap(row -> row.value().stream()).forEach(all::add);
              return found.more()
                  ? behind(Optional.of(found.items().getLast().key()), page, all)
                  : Future.succeededFuture(all);
            });
  }

  /**
   * Leaves out the rows that cannot be read, because these rows must not hide the other rows. A
   * page without any readable row is passed over, because an empty page would be the end of the
   * list.
   *
   * @param behind reads the page behind a key
   */
  static <K, T> Future<Slice<T>> readable(
      Future<Slice<KeyedRow<K, T>>> page, Function<K, Future<Slice<KeyedRow<K, T>>>> behind) {
    return page.compose(
        found -> {
          List<T> items = found.items().stream().flatMap(row -> row.value().stream()).toList();
          return items.isEmpty() && found.more()
              ? readable(behind.apply(found.items().getLast().key()), behind)
              : Future.succeededFuture(new Slice<>(items, found.more()));
        });
  }
}
