/**
 * Checks the write path of leads under concurrency, kills and unknown outcomes.
 *
 * <p>{@link io.leadgate.writepath.Trial} lets many sessions store leads with few keys and hashes,
 * and records each transaction. Afterwards every committed transaction is replayed, in the order of
 * the commits, on {@link io.leadgate.writepath.Model}, which judges row after row. Each verdict and
 * the tables at the end have to be the model's. {@link io.leadgate.writepath.Invariants} checks
 * what must hold without the model, and that the feed had each lead once and in order.
 *
 * <p>{@link io.leadgate.writepath.Mutant} breaks the write path in known ways, to show that the
 * checks find such faults.
 */
@NullMarked
package io.leadgate.writepath;

import org.jspecify.annotations.NullMarked;
