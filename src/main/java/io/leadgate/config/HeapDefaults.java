package io.leadgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.LongSupplier;

/**
 * Fills empty settings that follow the heap, so that the bounds of a gateway with a small heap fit
 * into the heap.
 */
final class HeapDefaults {

  private static final int CONNECTIONS_MAX = 16_384;

  /** The heap for each connection, in bytes. */
  private static final int HEAP_PER_CONNECTION = 128 * 1024;

  private static final int CACHED_TOKENS_MAX = 100_000;
  private static final long BODY_MAX = 1024 * 1024;

  private final ObjectNode http;
  private final ObjectNode limits;
  private final ObjectNode token;
  private final long heapBytes;

  private HeapDefaults(ObjectNode tree, long heapBytes) {
    this.http = (ObjectNode) tree.get("http");
    this.limits = (ObjectNode) tree.get("limits");
    this.token = (ObjectNode) tree.get("token");
    this.heapBytes = heapBytes;
  }

  /**
   * Fills the empty settings of a tree.
   *
   * @param tree the tree of all settings, with every key
   * @param heapBytes the greatest size of this JVM's heap, in bytes
   */
  static void fill(ObjectNode tree, long heapBytes) {
    new HeapDefaults(tree, heapBytes).fill();
  }

  private void fill() {
    fill(http, "connections_max", () -> Math.min(CONNECTIONS_MAX, heapBytes / HEAP_PER_CONNECTION));
    fill(
        http,
        "connections_per_address",
        () -> Math.max(1, number(http, "connections_max", CONNECTIONS_MAX) / 4));
    fill(
        token,
        "cache_max",
        () -> Math.min(CACHED_TOKENS_MAX, heapBytes / 20 / HeapFit.CACHED_TOKEN_BYTES));
    fill(limits, "catalog_bytes", () -> heapBytes / 8);
    fill(limits, "budget_bytes", () -> heapBytes / 5 * 2);
    long budget = number(limits, "budget_bytes", heapBytes / 5 * 2);
    fill(
        limits,
        "array_bytes",
        () ->
            Math.max(
                number(limits, "body_bytes", 0),
                Math.min(BODY_MAX, HeapFit.arrayBytesMax(budget))));
    fill(
        limits,
        "quarantine_body_bytes",
        () -> Math.min(BODY_MAX, HeapFit.quarantineBytesMax(budget)));
  }

  private static void fill(ObjectNode group, String key, LongSupplier value) {
    JsonNode given = group.get(key);
    if (given == null || given.isNull() || (given.isTextual() && given.textValue().isBlank())) {
      group.set(key, LongNode.valueOf(value.getAsLong()));
    }
  }

  /**
   * The number of a setting. The binding of the settings later refuses a value that is not a
   * number.
   */
  private static long number(ObjectNode group, String key, long fallback) {
    return group.path(key).asLong(fallback);
  }
}
