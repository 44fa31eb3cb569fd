package io.leadgate.persistence.lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Knows the state of each connection of a lane. Only an open connection is given work; a connection
 * that cannot be opened costs the lane nothing but the tries to open it. Open connections take
 * turns, so that a dead connection is found before it is needed. Confined to one event loop.
 */
final class Connections {

  /** Work on a connection for longer than 20 ms is slow: rows no longer wait for its end. */
  private static final long SLOW_NANOS = Duration.ofMillis(20).toNanos();

  /** The time for which a connection is believed to be good after its last success. */
  private static final long PROVEN_NANOS = Duration.ofSeconds(1).toNanos();

  private enum State {
    CLOSED,
    OPENING,
    FREE,
    WRITING,
    /** Like WRITING, but new rows do not wait for the end of a trial. */
    TRYING
  }

  private static final class Connection {
    State state = State.CLOSED;

    /** The begin of the state; of CLOSED and FREE, the time from which it may be used. */
    long at;

    /** The time of the last success: of the opening, or of a commit. */
    long provenAt;

    /** The failures since the last commit. */
    int failures;

    /** Whether the work under way is so new that rows should wait for its end. */
    boolean isBusy(long now) {
      return (state == State.WRITING || state == State.OPENING) && now - at <= SLOW_NANOS;
    }
  }

  private final List<Connection> all = new ArrayList<>();
  private int last = -1;

  Connections(int count, long now) {
    for (int i = 0; i < count; i++) {
      all.add(new Connection());
      enter(i, State.CLOSED, now);
    }
  }

  /** The free connection whose turn it is. */
  OptionalInt free(long now) {
    return next(State.FREE, now);
  }

  /**
   * A closed connection that is to be opened because work is due: one at a time, unless the one
   * that is being opened is slow.
   */
  OptionalInt toOpen(long now) {
    boolean isOpening =
        all.stream().anyMatch(each -> each.state == State.OPENING && each.isBusy(now));
    return isOpening ? OptionalInt.empty() : next(State.CLOSED, now);
  }

  private OptionalInt next(State state, long now) {
    for (int i = 1; i <= all.size(); i++) {
      int number = (last + i) % all.size();
      Connection each = all.get(number);
      if (each.state == state && now - each.at >= 0) {
        return OptionalInt.of(number);
      }
    }
    return OptionalInt.empty();
  }

  /** Whether no connection is free and all are at work or being opened. */
  boolean areAllTaken() {
    return all.stream().noneMatch(each -> each.state == State.FREE || each.state == State.CLOSED);
  }

  /** Whether new rows should wait for the end of a batch, so that they form one batch. */
  boolean isWorthWaiting(long now) {
    return all.stream().anyMatch(each -> each.isBusy(now));
  }

  void open(int number, long now) {
    enter(number, State.OPENING, now);
  }

  void use(int number, boolean isTrial, long now) {
    last = number;
    enter(number, isTrial ? State.TRYING : State.WRITING, now);
  }

  void opened(int number, long now) {
    all.get(number).provenAt = now;
    release(number, now);
  }

  /** Whether the connection was opened, or has committed a batch, a short time ago. */
  boolean isProven(int number, long now) {
    return now - all.get(number).provenAt <= PROVEN_NANOS;
  }

  /** Makes the connection free from a time on. */
  void release(int number, long from) {
    enter(number, State.FREE, from);
  }

  void committed(int number, long now) {
    all.get(number).failures = 0;
    all.get(number).provenAt = now;
  }

  /** Closes the connection after a failure. Returns the pause until it may be opened again. */
  long failed(int number, long now) {
    Connection connection = all.get(number);
    long pause = BackOff.nanos(connection.failures);
    connection.failures++;
    enter(number, State.CLOSED, now + pause);
    return pause;
  }

  /** Closes a connection that may be opened again at once. */
  void closed(int number, long now) {
    enter(number, State.CLOSED, now);
  }

  /** Closes a connection that was lost. If work was under way, its failure is told as well. */
  void lost(int number, long now) {
    if (all.get(number).state == State.FREE) {
      enter(number, State.CLOSED, now);
    }
  }

  private void enter(int number, State state, long at) {
    Connection connection = all.get(number);
    connection.state = state;
    connection.at = at;
  }
}
