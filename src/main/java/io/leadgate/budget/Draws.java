package io.leadgate.budget;

/** Opens draws for the holders on one event loop. */
@FunctionalInterface
public interface Draws {

  /** Opens an empty draw; the owner must close it. */
  Draw open(Share share);
}
