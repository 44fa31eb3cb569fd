package io.leadgate.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetTest {

  private static final long BYTES = 1_000_000;
  private static final Relief NO_RELIEF = share -> false;

  private final Budget budget = new Budget(BYTES);

  @Test
  void sharesAddUpToTheWholeBudget() {
    assertThat(Arrays.stream(Share.values()).mapToLong(budget::max).sum()).isEqualTo(BYTES);
  }

  @ParameterizedTest
  @EnumSource(Share.class)
  void fullShareRefusesAndLeavesOtherSharesFree(Share full) {
    Draw draw = budget.ofLoop(1, NO_RELIEF).open(full);

    assertThat(draw.add(budget.max(full))).isTrue();
    assertThat(draw.add(1)).isFalse();
    assertThat(budget.used(full)).isEqualTo(budget.max(full));
    for (Share other : Share.values()) {
      if (other != full) {
        assertThat(budget.ofLoop(1, NO_RELIEF).open(other).add(budget.max(other))).isTrue();
      }
    }
  }

  @Test
  void drawGrowsShrinksMovesAndGivesAllBack() {
    Draw draw = budget.ofLoop(1, NO_RELIEF).open(Share.STRANGERS);

    assertThat(draw.set(500)).isTrue();
    assertThat(draw.add(200)).isTrue();
    assertThat(draw.set(300)).isTrue();
    assertThat(budget.used(Share.STRANGERS)).isEqualTo(300);
    assertThat(draw.moveTo(Share.VENDORS)).isTrue();
    assertThat(budget.used(Share.STRANGERS)).isZero();
    assertThat(budget.used(Share.VENDORS)).isEqualTo(300).isEqualTo(draw.bytes());
    draw.close();
    draw.close();
    assertThat(budget.used(Share.VENDORS)).isZero();
  }

  @Test
  void closedDrawRefusesToGrow() {
    Draw draw = budget.ofLoop(1, NO_RELIEF).open(Share.CLIENTS);
    assertThat(draw.add(10)).isTrue();
    draw.close();

    draw.force(10);
    assertThat(draw.add(10)).isFalse();
    assertThat(draw.set(10)).isFalse();
    assertThat(budget.used(Share.CLIENTS)).isZero();
  }

  @Test
  void drawClosedByItsOwnReliefDrawsNoBytes() {
    List<Draw> holders = new ArrayList<>();
    Relief relief =
        share -> {
          holders.forEach(Draw::close);
          return true;
        };
    Draw draw = budget.ofLoop(1, relief).open(Share.CLIENTS);
    holders.add(draw);
    assertThat(draw.add(budget.max(Share.CLIENTS))).isTrue();

    assertThat(draw.add(1)).isFalse();
    assertThat(budget.used(Share.CLIENTS)).isZero();
  }

  @Test
  void lastFifthOfStrangersShareIsReservedForLoopsBelowTheirPart() {
    List<Share> asked = new ArrayList<>();
    LoopBudget full = budget.ofLoop(2, NO_RELIEF);
    LoopBudget other =
        budget.ofLoop(
            2,
            new Relief() {
              @Override
              public boolean relieve(Share share) {
                return false;
              }

              @Override
              public void askOtherLoops(Share share) {
                asked.add(share);
              }
            });
    long fifth = budget.max(Share.STRANGERS) / 5;
    Draw first = full.open(Share.STRANGERS);
    assertThat(first.add(4 * fifth)).isTrue();
    assertThat(first.add(1)).isFalse();
    assertThat(full.holdsBackOtherLoops(Share.STRANGERS)).isFalse();

    assertThat(other.open(Share.STRANGERS).add(fifth)).isTrue();
    assertThat(full.holdsBackOtherLoops(Share.STRANGERS)).isTrue();
    assertThat(other.holdsBackOtherLoops(Share.STRANGERS)).isFalse();
    assertThat(asked).containsExactly(Share.STRANGERS);
    assertThat(other.open(Share.STRANGERS).add(fifth)).isFalse();
    first.close();
    assertThat(other.open(Share.STRANGERS).add(fifth)).isTrue();
    assertThat(budget.used(Share.STRANGERS)).isLessThanOrEqualTo(budget.max(Share.STRANGERS));
  }

  @Test
  void drawStaysInItsShareIfTheTargetShareIsFull() {
    assertThat(budget.ofLoop(1, NO_RELIEF).open(Share.VENDORS).add(budget.max(Share.VENDORS)))
        .isTrue();
    Draw draw = budget.ofLoop(1, NO_RELIEF).open(Share.CLIENTS);
    assertThat(draw.add(10)).isTrue();

    assertThat(draw.moveTo(Share.VENDORS)).isFalse();
    assertThat(draw.share()).isEqualTo(Share.CLIENTS);
    assertThat(budget.used(Share.CLIENTS)).isEqualTo(10);
  }

  @Test
  void reliefEndsAsManyHoldersAsTheDrawNeeds() {
    Deque<Draw> holders = new ArrayDeque<>();
    List<Share> asked = new ArrayList<>();
    Relief relief =
        share -> {
          asked.add(share);
          if (holders.isEmpty()) {
            return false;
          }
          holders.remove().close();
          return true;
        };
    for (int i = 0; i < 4; i++) {
      Draw holder = budget.ofLoop(1, NO_RELIEF).open(Share.CLIENTS);
      assertThat(holder.add(budget.max(Share.CLIENTS) / 4)).isTrue();
      holders.add(holder);
    }

    assertThat(budget.ofLoop(1, relief).open(Share.CLIENTS).add(budget.max(Share.CLIENTS) / 2))
        .isTrue();
    assertThat(asked).containsExactly(Share.CLIENTS, Share.CLIENTS);
    assertThat(holders).hasSize(2);
    assertThat(budget.ofLoop(1, relief).open(Share.CLIENTS).add(budget.max(Share.CLIENTS) + 1))
        .isFalse();
    assertThat(holders).as("no holder is ended for a draw that can never fit").hasSize(2);
  }

  @Test
  void drawsOfManyThreadsStayWithinTheShare() throws Exception {
    int threads = 4;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Long>> taken = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        taken.add(pool.submit(this::takeAll));
      }
      long sum = 0;
      for (Future<Long> bytes : taken) {
        sum += bytes.get();
      }

      assertThat(sum)
          .isEqualTo(budget.used(Share.VENDORS))
          .isLessThanOrEqualTo(budget.max(Share.VENDORS));
      assertThat(sum).isGreaterThan(budget.max(Share.VENDORS) - 7L * threads);
    }
  }

  private long takeAll() {
    Draw draw = budget.ofLoop(1, NO_RELIEF).open(Share.VENDORS);
    while (draw.add(7)) {
      // Draws until the share has no room for seven more bytes.
    }
    return draw.bytes();
  }
}
