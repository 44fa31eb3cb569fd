package io.leadgate.domain;

/** The synchronous standbys of Postgres, as of the last look. Immutable. */
public sealed interface Standbys {

  /** No look has told, or the last one is too old. */
  record Unknown() implements Standbys {}

  /**
   * The gateway's role may not see them.
   *
   * @param role as it is written in SQL
   */
  record Hidden(String role) implements Standbys {}

  /**
   * @param wanted how many standbys a commit waits for, 0 or more
   * @param live how many synchronous standbys stream now, 0 or more
   */
  record Seen(int wanted, int live) implements Standbys {

    /** The number of machines that have a commit once Postgres has confirmed it, 1 or more. */
    public int machines() {
      return 1 + Math.min(wanted, live);
    }

    /** Whether too few are live, so that Postgres confirms no commit. */
    public boolean areMissing() {
      return live < wanted;
    }
  }
}
