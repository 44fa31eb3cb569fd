package io.leadgate.budget;

/** Makes room in a share that is used up, at the cost of its least deserving holder. */
@FunctionalInterface
public interface Relief {

  /**
   * Ends a holder of that share and closes its draw, on the calling thread.
   *
   * @return whether there was a holder to be ended; where there was none, the draw is refused
   */
  boolean relieve(Share share);

  /**
   * Asks the other event loops to end holders where they hold this event loop back, and does not
   * wait for it.
   */
  default void askOthers(Share share) {}
}
