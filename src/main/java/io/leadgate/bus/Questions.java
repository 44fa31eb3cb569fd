package io.leadgate.bus;

import io.vertx.core.Context;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Questions that are asked in one bus request. The reply has the last answers; answers that are
 * known before go to the asker ahead of the reply, so that no question waits for the others. Passed
 * from the asker to a single answerer.
 */
public final class Questions<Q, A> {

  private final Context asker;
  private List<Q> all;
  private final boolean areOne;
  private final Consumer<List<Answer<A>>> early;

  /**
   * @param place the index of the question
   */
  public record Answer<A>(int place, A answer) {}

  /**
   * @param asker the context on which early answers are taken
   * @param areOne whether all questions are refused if some of them must be refused
   */
  Questions(Context asker, List<Q> all, boolean areOne, Consumer<List<Answer<A>>> early) {
    this.asker = asker;
    this.all = all;
    this.areOne = areOne;
    this.early = early;
  }

  /**
   * Takes the questions out, once, because an answered question must not stay in memory until the
   * last question is answered.
   */
  public List<Q> take() {
    List<Q> taken = all;
    all = List.of();
    return taken;
  }

  /** The questions that are not taken out yet. */
  public Stream<Q> stream() {
    return all.stream();
  }

  public boolean areOne() {
    return areOne;
  }

  /** Answers some of the questions ahead of the reply. */
  public void answerEarly(List<Answer<A>> some) {
    asker.runOnContext(turn -> early.accept(some));
  }
}
