package io.leadgate.signin;

import io.leadgate.web.request.RemoteAddress;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
 * single comparison. Confined to one event loop.
 */
final class GuessTurns {

  private static final int PLACES_MAX = 1_000;
  private static final int PLACES_OF_A_NAME = 2;
  private static final int PLACES_OF_AN_ADDRESS = 8;
  private static final int FIRST_PLACES = 16;

  private static final Queue<Turn<?>> NO_TURNS = new ArrayDeque<>(0);
  private static final SequencedMap<String, Queue<Turn<?>>> NO_NAMES = new LinkedHashMap<>(0);

  private final Queue<Turn<?>> first = new ArrayDeque<>();

  /** The waiting logins by address and name; the order of both is that of the next turns. */
  private final SequencedMap<String, SequencedMap<String, Queue<Turn<?>>>> waiting =
      new LinkedHashMap<>();

  private int placesTaken;
  private boolean busy;

  private record Turn<T>(Supplier<Future<T>> work, Promise<T> done) {
    Future<T> run() {
      Future<T> result = work.get();
      result.onComplete(done);
      return result;
    }
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
