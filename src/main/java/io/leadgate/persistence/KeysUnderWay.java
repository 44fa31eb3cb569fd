package io.leadgate.persistence;

import io.leadgate.domain.IdempotencyKey;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows the keys of the leads that wait for their commit on this node. A look finds no lead under
 * such a key, although the lead may be stored in a moment, so its replay must not be refused.
 * Confined to one event loop.
 */
public final class KeysUnderWay {

  private final Map<IdempotencyKey, Integer> holds = new HashMap<>();

  /** Holds the keys of a request until all its leads are answered. */
  void hold(List<IdempotencyKey> keys, Future<?> answered) {
    keys.forEach(key -> holds.merge(key, 1, Integer::sum));
    answered.onComplete(done -> keys.forEach(this::release));
  }

  private void release(IdempotencyKey key) {
    holds.computeIfPresent(key, (held, times) -> times == 1 ? null : times - 1);
  }

  /** Whether a lead with this key and equal fields waits. */
  boolean has(IdempotencyKey key) {
    return holds.containsKey(key);
  }
}
