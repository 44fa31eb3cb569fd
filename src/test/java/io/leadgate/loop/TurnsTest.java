package io.leadgate.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.budget.Share;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Does pieces of work on a real event loop, by a clock that only the pieces move. */
class TurnsTest {

  private static final int PIECES = 10;
  private static final int WAITING_MAX = 128;

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final List<String> order = new ArrayList<>();
  private long now;
  private final Turns turns = new Turns(vertx, () -> now);

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private <T> T onLoop(Supplier<Future<T>> work) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.runOnContext(
        now ->
            work.get()
                .onComplete(
                    (value, failure) -> {
                      if (failure == null) {
                        result.complete(value);
                      } else {
                        result.completeExceptionally(failure);
                      }
                    }));
    return result.get(10, TimeUnit.SECONDS);
  }

  /** Work of several pieces that each take a millisecond. */
  private Pieces<List<String>> work(String name) {
    List<Integer> numbers = IntStream.range(0, PIECES).boxed().toList();
    return Pieces.each(
        numbers,
        number -> {
          now += Duration.ofMillis(1).toNanos();
          order.add(name);
          return name + number;
        });
  }

  @Test
  void loopServesItsConnectionsAfterTwoMilliseconds() throws Exception {
    List<String> result =
        onLoop(
            () -> {
              Future<List<String>> done = turns.run(Share.VENDORS, work("v"));
              order.add("others");
              return done;
            });

    assertThat(result).hasSize(PIECES).startsWith("v0", "v1");
    assertThat(order).startsWith("v", "v", "others", "v").hasSize(PIECES + 1);
  }

  @Test
  void sharesTakeTurnsAndTheWorkOfOneShareIsDoneOneAfterTheOther() throws Exception {
    onLoop(
        () ->
            Future.all(
                turns.run(Share.VENDORS, work("v")),
                turns.run(Share.VENDORS, work("w")),
                turns.run(Share.STRANGERS, work("s"))));

    assertThat(order.subList(2, 6)).containsExactly("v", "s", "v", "s");
    assertThat(order.indexOf("w")).isGreaterThan(order.lastIndexOf("v"));
  }

  @Test
  void whatWaitsForWorkMayAskForTurnItself() throws Exception {
    String second =
        onLoop(
            () ->
                turns
                    .run(Share.VENDORS, work("v"))
                    .compose(first -> turns.run(Share.VENDORS, Pieces.done("second"))));

    assertThat(second).isEqualTo("second");
  }

  @Test
  void workThatFailsHarmsNoOtherWork() throws Exception {
    Pieces<String> bad =
        () -> {
          throw new IllegalStateException("a fault");
        };
    Boolean failed =
        onLoop(
            () -> {
              Future<String> fault = turns.run(Share.VENDORS, bad);
              return turns.run(Share.VENDORS, Pieces.done("good")).map(good -> fault.failed());
            });

    assertThat(failed).isTrue();
  }

  @Test
  void workWhoseFirstTurnIsTooLateIsNotBegun() throws Exception {
    Pieces<String> slow =
        () -> {
          now += Duration.ofSeconds(6).toNanos();
          return Optional.of("long");
        };
    Throwable late =
        onLoop(
            () -> {
              Future<String> first = turns.run(Share.VENDORS, slow);
              Future<String> second = turns.run(Share.VENDORS, slow);
              Future<List<String>> third = turns.run(Share.VENDORS, work("v"));
              return first
                  .eventually(() -> second)
                  .compose(done -> third)
                  .map(Throwable.class::cast)
                  .otherwise(failure -> failure);
            });

    assertThat(late).isInstanceOf(Turns.TooLate.class);
    assertThat(order).isEmpty();
  }

  @Test
  void workIsRefusedWhileTooMuchOtherWorkWaits() throws Exception {
    List<Boolean> refused =
        onLoop(
            () -> {
              List<Future<List<String>>> all =
                  IntStream.range(0, WAITING_MAX + 2)
                      .mapToObj(i -> turns.run(Share.VENDORS, work("v")))
                      .toList();
              return Future.succeededFuture(all.stream().map(Future::failed).toList());
            });

    assertThat(refused.subList(0, WAITING_MAX)).containsOnly(false);
    assertThat(refused.subList(WAITING_MAX, refused.size())).containsOnly(true);
  }
}
