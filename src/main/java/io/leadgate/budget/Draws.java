package io.leadgate.budget;

/** Where holders on an event loop get their draw from. */
@FunctionalInterface
public interface Draws {

  /** A draw that holds nothing yet; to be closed by its owner. */
  Draw open(Share share);
}
