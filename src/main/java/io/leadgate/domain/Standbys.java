package io.leadgate.domain;

/** The synchronous standbys of Postgres at the last look. Immutable. */
public sealed interface Standbys {

  /** The standbys are unknown, because no look has succeeded or the last look is too old. */
  record Unknown() implements Standbys {}

  /**
   * The gateway's role may not see the standbys.
   *
   * @param role the role as written in SQL
   */
  record Hidden(String role) implements Standbys {}

  /**
   * The standbys are known.
   *
   * @param wanted the number of standbys for which a commit waits, 0 or more
   * @param live the number of synchronous standbys that stream now, 0 or more
   */
  record Seen(int wanted, int live) implements Standbys {

    /** The number of machines that have a commit once Postgres has confirmed it, 1 or more. */
    public int machines() {
      return 1 + Math.min(wanted, live);
    }

    /** Whether too few standbys are live, so that Postgres confirms no commit. */
    public boolean areMissing() {
      return live < wanted;
    }
  }
}
