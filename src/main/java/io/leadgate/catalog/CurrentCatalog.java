package io.leadgate.catalog;

import io.leadgate.domain.ClientProof;
import io.leadgate.domain.Destination;
import io.leadgate.domain.Judgement;
import io.leadgate.postgres.ServerIdentity;
import io.leadgate.postgres.ServerMatch;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Holds the catalogue that is in force on this node, and how old this knowledge is: an immutable
 * snapshot, which {@link CatchUp} alone replaces. A request reads the snapshot once, so that one
 * catalogue judges the whole request. Thread-safe.
 */
public final class CurrentCatalog implements Supplier<Catalog> {

  /**
   * The age from which on knowledge is not believed before Postgres has been asked, so that a
   * change is in force within a second. More than the longest pause between two looks.
   */
  static final Duration AGE_MAX = Duration.ofMillis(750);

  /** The time within which a change is in force on every node. */
  private static final Duration IN_FORCE_MAX = Duration.ofSeconds(1);

  private final ServerMatch match;
  private final AtomicReference<Known> known =
      new AtomicReference<>(new Known(Catalog.EMPTY, Optional.empty(), 0, System.nanoTime()));

  public CurrentCatalog(ServerMatch match) {
    this.match = match;
  }

  /**
   * A catalogue, and where and when it was right.
   *
   * @param database empty before the first reading
   * @param databases how many databases the catalogue was read from until now
   * @param lookBegan the begin of the last look that found no newer version, in ns of {@link
   *     System#nanoTime()}
   */
  record Known(Catalog catalog, Optional<ServerIdentity> database, int databases, long lookBegan) {

    boolean isOf(ServerIdentity other) {
      return database.filter(other::equals).isPresent();
    }

    /** The version that is known of the database; 0 for no version. */
    long versionOf(ServerIdentity other) {
      return isOf(other) ? catalog.version() : 0;
    }

    /** Whether both have the same catalogue; one of them may be seen later. */
    private boolean isSameAs(Known other) {
      return databases == other.databases && catalog.version() == other.catalog.version();
    }

    private Known seen(long began) {
      return began - lookBegan > 0 ? new Known(catalog, database, databases, began) : this;
    }

    private Known successor(Catalog after, ServerIdentity of, long began) {
      return new Known(after, Optional.of(of), isOf(of) ? databases : databases + 1, began);
    }
  }

  /** The knowledge of this node at one moment. */
  public final class Knowledge {

    private final Known of;

    private Knowledge(Known of) {
      this.of = of;
    }

    public Catalog catalog() {
      return of.catalog();
    }

    /** Whether the catalogue is too old to be believed before Postgres has been asked. */
    public boolean isAged() {
      return !isFresh(of);
    }

    public boolean isSameAs(Knowledge other) {
      return of.isSameAs(other.of);
    }

    /**
     * The judgement on a lead that this catalogue takes.
     *
     * @param proof the good token or key of the lead; empty if the campaign needs none
     */
    public Judgement judgement(Destination destination, Optional<ClientProof> proof) {
      return () -> stands(of, destination, proof);
    }
  }

  @Override
  public Catalog get() {
    return known().catalog();
  }

  public Knowledge knowledge() {
    return new Knowledge(known());
  }

  /**
   * Whether a judgement holds: at once if nothing has changed, or if the judgement is so young that
   * a change since need not be in force; otherwise if the catalogue of now judges alike. Asked when
   * the catalogue is fresh.
   */
  private boolean stands(Known by, Destination destination, Optional<ClientProof> proof) {
    Known now = known();
    boolean isYoung =
        by.databases() == now.databases()
            && System.nanoTime() - by.lookBegan() <= IN_FORCE_MAX.toNanos();
    return isYoung || by.isSameAs(now) || now.catalog().takes(destination, proof);
  }

  boolean isFresh() {
    return isFresh(known());
  }

  private boolean isFresh(Known now) {
    return System.nanoTime() - now.lookBegan() <= AGE_MAX.toNanos()
        && now.database().equals(match.believed());
  }

  Known known() {
    return Objects.requireNonNull(known.get());
  }

  private Known update(UnaryOperator<Known> change) {
    return Objects.requireNonNull(known.updateAndGet(change));
  }

  /**
   * Confirms the catalogue if the version that a look has found is the known one.
   *
   * @param began the begin of the look
   */
  boolean confirm(ServerIdentity database, long version, long began) {
    return update(now -> now.versionOf(database) == version ? now.seen(began) : now)
            .versionOf(database)
        == version;
  }

  /**
   * Replaces the catalogue with its successor. Has no effect if another reading has replaced it
   * already.
   *
   * @param began the begin of the look that has found the successor
   * @return whether the catalogue is now the successor or newer
   */
  boolean replace(Known before, Catalog after, ServerIdentity database, long began) {
    Known now =
        update(
            last -> {
              if (last.isSameAs(before)) {
                return last.successor(after, database, began);
              }
              return last.versionOf(database) >= after.version() ? last.seen(began) : last;
            });
    return now.versionOf(database) >= after.version();
  }
}
