package io.leadgate.halt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Tells event loops that hang from event loops that are slow. */
class EventLoopWatchTest {

  private static final Duration TICK = Duration.ofMillis(500);

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final List<Long> lags = new ArrayList<>();
  private long now;

  @Test
  void loopThatRunsItsTasksIsNeverSilent() {
    EventLoopWatch watch = watch(Runnable::run);

    for (int tick = 0; tick < 1_000; tick++) {
      assertThat(lookAfter(TICK, watch)).isEmpty();
    }
  }

  @Test
  void loopIsSilentAfterTenSecondsWithoutATask() {
    EventLoopWatch watch = watch(waiting::add);

    for (int tick = 1; tick < 20; tick++) {
      assertThat(lookAfter(TICK, watch)).as("after %d ticks", tick).isEmpty();
    }
    assertThat(lookAfter(TICK, watch)).isPresent();
  }

  @Test
  void slowLoopIsNotSilent() {
    EventLoopWatch watch = watch(waiting::add);

    for (int round = 0; round < 100; round++) {
      for (int tick = 0; tick < 18; tick++) {
        assertThat(lookAfter(TICK, watch)).isEmpty();
      }
      waiting.remove().run();
      assertThat(lookAfter(TICK, watch)).isEmpty();
    }
  }

  @Test
  void hangingLoopGetsNoSecondTask() {
    EventLoopWatch watch = watch(waiting::add);

    for (int tick = 0; tick < 10; tick++) {
      lookAfter(TICK, watch);
    }

    assertThat(waiting).hasSize(1);
  }

  @Test
  void loopThatRefusesTasksIsSilent() {
    EventLoopWatch watch =
        watch(
            task -> {
              throw new RejectedExecutionException("ended");
            });

    for (int tick = 1; tick < 20; tick++) {
      assertThat(lookAfter(TICK, watch)).as("after %d ticks", tick).isEmpty();
    }
    assertThat(lookAfter(TICK, watch)).isPresent();
  }

  @Test
  void silentLoopIsFoundAmongOthers() {
    EventLoopWatch watch =
        new EventLoopWatch(
            List.of(Runnable::run, waiting::add, Runnable::run), () -> now, lags::add);
    Optional<WatchedLoop> silent = Optional.empty();

    for (int tick = 0; tick < 20; tick++) {
      silent = lookAfter(TICK, watch);
    }

    assertThat(silent.orElseThrow().thread()).as("the silent loop has never run a task").isNull();
  }

  @Test
  void hourOfAFrozenProcessCountsAsOneSecond() {
    EventLoopWatch watch = watch(waiting::add);

    assertThat(lookAfter(TICK, watch)).isEmpty();
    assertThat(lookAfter(Duration.ofHours(1), watch)).isEmpty();

    for (int tick = 0; tick < 16; tick++) {
      assertThat(lookAfter(TICK, watch)).isEmpty();
    }
    assertThat(lookAfter(TICK, watch)).as("0.5 s, 1 s and 17 times 0.5 s").isPresent();
  }

  @Test
  void threadOfALoopIsKnownAfterItsFirstTask() {
    WatchedLoop loop = new WatchedLoop(Runnable::run, () -> now, lags::add);

    loop.look(0);

    assertThat(loop.thread()).isEqualTo(Thread.currentThread());
  }

  @Test
  void lagIsTheTimeForWhichATaskWaits() {
    EventLoopWatch watch = watch(waiting::add);
    lookAfter(TICK, watch);

    now += 7;
    waiting.remove().run();

    assertThat(lags).containsExactly(7L);
  }

  private EventLoopWatch watch(Executor loop) {
    return new EventLoopWatch(List.of(loop), () -> now, lags::add);
  }

  private Optional<WatchedLoop> lookAfter(Duration passed, EventLoopWatch watch) {
    now += passed.toNanos();
    return watch.look();
  }
}
