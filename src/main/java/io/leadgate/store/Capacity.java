package io.leadgate.store;

/**
 * How many of one kind there may be, deleted ones among them.
 *
 * @param inAll in this gateway
 * @param together that belong to the same
 */
public record Capacity(int inAll, int together) {

  public static Capacity of(int inAll) {
    return new Capacity(inAll, inAll);
  }

  boolean isReached(long countInAll, long countTogether) {
    return countInAll >= inAll || countTogether >= together;
  }
}
