package io.leadgate.persistence.lane;

/**
 * Sizes the batches by the time that commits take. The size is halved after a commit that took
 * longer than a tenth of the batch time-out, and grows back by a part of the whole with each faster
 * commit, so that a small lead does not wait behind a batch that takes seconds. One factor scales
 * rows and bytes, because a slow commit does not say which of them made it slow. Confined to one
 * event loop.
 */
final class BatchSize {

  /**
   * The least factor. A storage that is slow whatever the size would otherwise be sent single rows,
   * and could never catch up.
   */
  private static final double FACTOR_MIN = 1.0 / 16;

  private static final double GROWTH = 1.0 / 32;

  private final int rowsMax;
  private final long targetNanos;
  private double factor = 1;

  BatchSize(LaneLimits limits) {
    this.rowsMax = limits.batchRows();
    this.targetNanos = limits.batchMax().toNanos() / 10;
  }

  /** The most rows of the next batch. */
  int rows() {
    return Math.max(1, (int) (rowsMax * factor));
  }

  /** The most bytes of the next batch, unless its only row is larger. */
  long bytes() {
    return (long) (LaneLimits.BATCH_BYTES * factor);
  }

  /** Learns from a commit. */
  void committed(int rows, long bytes, long tookNanos) {
    if (tookNanos > targetNanos) {
      shrink(rows, bytes);
    } else {
      factor = Math.min(1, factor + GROWTH);
    }
  }

  /** Learns from a batch that ran into a time-out. */
  void timedOut(int rows, long bytes) {
    shrink(rows, bytes);
  }

  /** Halves the size, unless the batch was so small that its size cannot be the reason. */
  private void shrink(int rows, long bytes) {
    if (rows > 1 && (rows >= rows() / 2 || bytes >= bytes() / 2)) {
      factor = Math.max(FACTOR_MIN, factor / 2);
    }
  }
}
