package io.leadgate.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done in pieces of at most a few milliseconds each. Confined to one event loop.
 *
 * @param <T> the result of the whole work
 */
@FunctionalInterface
public interface Pieces<T> {

  /**
   * Does the next piece. Must not be called again after the last piece.
   *
   * @return the result behind the last piece; empty before
   */
  Optional<T> next();

  /** Does all pieces at once, for work that is short as a whole. */
  default T toEnd() {
    Optional<T> result = next();
    while (result.isEmpty()) {
      result = next();
    }
    return result.get();
  }

  /** Makes work that was done already. */
  static <T> Pieces<T> done(T result) {
    return () -> Optional.of(result);
  }

  /** Makes work that is known only when its first piece is done. */
  static <T> Pieces<T> begunAt(Supplier<Pieces<T>> begin) {
    return Pieces.done(begin).then(Supplier::get);
  }

  /** Makes work of a piece for each item. */
  static <S, T> Pieces<List<T>> each(List<S> items, Function<? super S, ? extends T> piece) {
    List<T> results = new ArrayList<>(items.size());
    return () -> {
      if (results.size() < items.size()) {
        results.add(piece.apply(items.get(results.size())));
      }
      return results.size() < items.size() ? Optional.empty() : Optional.of(results);
    };
  }

  /** Makes work that goes on with other work behind this work. */
  default <U> Pieces<U> then(Function<? super T, Pieces<U>> more) {
    Pieces<T> first = this;
    return new Pieces<>() {
      private @Nullable Pieces<U> second;

      @Override
      public Optional<U> next() {
        if (second != null) {
          return second.next();
        }
        first.next().ifPresent(result -> second = more.apply(result));
        return Optional.empty();
      }
    };
  }
}
