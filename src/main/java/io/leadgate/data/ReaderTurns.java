package io.leadgate.data;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Lets each reader have two searches at once on this node, and its others wait for their turn,
 * because a reader with many connections would otherwise take all connections to Postgres and, with
 * answers that it has not taken yet, all memory of readers. Confined to one event loop; the turns
 * are those of the whole node.
 */
final class ReaderTurns {

  private static final int AT_ONCE = 2;

  /** Less than the time for which a search may take, because a caller waits for both. */
  private static final long WAIT_MILLIS_MAX = Duration.ofSeconds(4).toMillis();

  private int next;

  /**
   * Runs a search of a reader when its turn has come. Fails if that takes too long; then the search
   * does not run.
   *
   * @param search completes when its answer has been sent
   */
  Future<Void> run(Vertx vertx, UUID reader, Supplier<Future<Void>> search) {
    next = (next + 1) % AT_ONCE;
    return vertx
        .sharedData()
        .withLocalLock("leadgate.search.%s.%d".formatted(reader, next), WAIT_MILLIS_MAX, search);
  }
}
