package io.leadgate.budget;

/** Makes room in a share that is used up, by ending the least deserving holder. */
@FunctionalInterface
public interface Relief {

  /**
   * Ends a holder of a share and closes its draw, on the calling thread.
   *
   * @return false if no holder could be ended; then the draw is refused
   */
  boolean relieve(Share share);

  /**
   * Asks the other event loops to end holders if they hold this event loop back. Returns without
   * waiting for them.
   */
  default void askOtherLoops(Share share) {}
}
