package io.leadgate.management;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.leadgate.web.request.RemoteAddress;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says whose password is compared next, because a comparison takes a third of a second and one runs
 * at a time. A login that was right within the last hours goes first. The other logins take turns
 * by address, and those of an address by name, so that guesses at a name delay another address by a
 * single comparison. An address whose guesses were wrong waits before its next guess is read, twice
 * as long with each. Confined to one event loop.
 */
final class GuessTurns {

  private static final int PLACES_MAX = 1_000;
  private static final int PLACES_OF_A_NAME = 2;
  private static final int PLACES_OF_AN_ADDRESS = 8;
  private static final int FIRST_PLACES = 16;

  /** So many wrong guesses cost no wait, because people mistype. */
  private static final int FREE_GUESSES = 3;

  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  /** The time after which the wrong guesses of an address are forgotten. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  private static final int ADDRESSES_MAX = 10_000;
  private static final Queue<Turn<?>> NO_TURNS = new ArrayDeque<>(0);
  private static final SequencedMap<String, Queue<Turn<?>>> NO_NAMES = new LinkedHashMap<>(0);

  private final Ticker ticker;
  private final Cache<String, Failures> failed;
  private final Queue<Turn<?>> first = new ArrayDeque<>();

  /** The waiting logins by address and name; the order of both is that of the next turns. */
  private final SequencedMap<String, SequencedMap<String, Queue<Turn<?>>>> waiting =
      new LinkedHashMap<>();

  private int placesTaken;
  private boolean busy;

  private record Failures(int count, long until) {}

  private record Turn<T>(Supplier<Future<T>> work, Promise<T> done) {
    Future<T> run() {
      Future<T> result = work.get();
      result.onComplete(done);
      return result;
    }
  }

  GuessTurns(Ticker ticker) {
    this.ticker = ticker;
    this.failed =
        Caffeine.newBuilder()
            .maximumSize(ADDRESSES_MAX)
            .expireAfterWrite(FORGOTTEN_AFTER)
            .ticker(ticker)
            .build();
  }

  /** Whether the address must wait because of its wrong guesses. */
  boolean mustWait(String address) {
    Failures failures = failed.getIfPresent(RemoteAddress.network(address));
    return failures != null && failures.until() - ticker.read() > 0;
  }

  void wrong(String address) {
    failed
        .asMap()
        .compute(
            RemoteAddress.network(address),
            (network, before) -> {
              int count = before == null ? 1 : before.count() + 1;
              return new Failures(count, ticker.read() + waitAfter(count).toNanos());
            });
  }

  /** Forgets the wrong guesses of an address. */
  void right(String address) {
    failed.invalidate(RemoteAddress.network(address));
  }

  private static Duration waitAfter(int wrongGuesses) {
    int doublings = wrongGuesses - FREE_GUESSES - 1;
    if (doublings < 0) {
      return Duration.ZERO;
    }
    Duration wait = Duration.ofSeconds(1L << Math.min(doublings, 10));
    return wait.compareTo(WAIT_MAX) < 0 ? wait : WAIT_MAX;
  }

  /** Runs the work before all that came by {@link #inTurn}. Empty if there is no place. */
  <T> Optional<Future<T>> first(Supplier<Future<T>> work) {
    if (first.size() >= FIRST_PLACES) {
      return Optional.empty();
    }
    Turn<T> turn = new Turn<>(work, Promise.promise());
    first.add(turn);
    next();
    return Optional.of(turn.done().future());
  }

  /** Runs the work when its turn has come. Empty if there is no place. */
  <T> Optional<Future<T>> inTurn(String address, String name, Supplier<Future<T>> work) {
    String network = RemoteAddress.network(address);
    SequencedMap<String, Queue<Turn<?>>> names = waiting.getOrDefault(network, NO_NAMES);
    int ofTheAddress = names.values().stream().mapToInt(Queue::size).sum();
    int ofTheName = names.getOrDefault(name, NO_TURNS).size();
    if (placesTaken >= PLACES_MAX
        || ofTheAddress >= PLACES_OF_AN_ADDRESS
        || ofTheName >= PLACES_OF_A_NAME) {
      return Optional.empty();
    }
    Turn<T> turn = new Turn<>(work, Promise.promise());
    waiting
        .computeIfAbsent(network, added -> new LinkedHashMap<>())
        .computeIfAbsent(name, added -> new ArrayDeque<>())
        .add(turn);
    placesTaken++;
    next();
    return Optional.of(turn.done().future());
  }

  private void next() {
    if (busy) {
      return;
    }
    Turn<?> turn = first.isEmpty() ? takeTurn() : first.remove();
    if (turn != null) {
      busy = true;
      turn.run()
          .onComplete(
              done -> {
                busy = false;
                next();
              });
    }
  }

  /** Takes the next login of the next name of the next address; null if no login waits. */
  private @Nullable Turn<?> takeTurn() {
    Map.Entry<String, SequencedMap<String, Queue<Turn<?>>>> address = waiting.pollFirstEntry();
    if (address == null) {
      return null;
    }
    SequencedMap<String, Queue<Turn<?>>> names = address.getValue();
    Map.Entry<String, Queue<Turn<?>>> name = names.pollFirstEntry();
    Turn<?> turn = name.getValue().remove();
    placesTaken--;
    // Behind all others, if more logins wait.
    if (!name.getValue().isEmpty()) {
      names.put(name.getKey(), name.getValue());
    }
    if (!names.isEmpty()) {
      waiting.put(address.getKey(), names);
    }
    return turn;
  }
}
