package io.leadgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.LongSupplier;

/**
 * Fills empty settings that follow the heap and the direct memory, so that the bounds of a small
 * gateway fit into its memory.
 */
final class HeapDefaults {

  private static final int CONNECTIONS_MAX = 16_384;

  /** The heap for each connection, in bytes. */
  private static final int HEAP_PER_CONNECTION = 128 * 1024;

  /** The direct memory for each connection, in bytes; most of it is for the budget. */
  private static final int DIRECT_PER_CONNECTION = 32 * 1024;

  private static final int CACHED_TOKENS_MAX = 100_000;
  private static final long BODY_MAX = 1024 * 1024;

  private final ObjectNode http;
  private final ObjectNode management;
  private final ObjectNode limits;
  private final ObjectNode token;
  private final long heapBytes;
  private final long directBytes;

  private HeapDefaults(ObjectNode tree, JvmMemory memory) {
    this.http = (ObjectNode) tree.get("http");
    this.management = (ObjectNode) tree.get("management");
    this.limits = (ObjectNode) tree.get("limits");
    this.token = (ObjectNode) tree.get("token");
    this.heapBytes = memory.heapBytes();
    this.directBytes = memory.directBytes();
  }

  /**
   * Fills the empty settings of a tree.
   *
   * @param tree the tree of all settings, with every key
   */
  static void fill(ObjectNode tree, JvmMemory memory) {
    new HeapDefaults(tree, memory).fill();
  }

  private void fill() {
    fill(
        http,
        "connections_max",
        () ->
            Math.clamp(
                Math.min(heapBytes / HEAP_PER_CONNECTION, directBytes / DIRECT_PER_CONNECTION),
                1,
                CONNECTIONS_MAX));
    fill(
        http,
        "connections_per_address",
        () -> Math.max(1, number(http, "connections_max", CONNECTIONS_MAX) / 4));
    fill(
        token,
        "cache_max",
        () -> Math.min(CACHED_TOKENS_MAX, heapBytes / 20 / HeapFit.CACHED_TOKEN_BYTES));
    fill(limits, "catalog_bytes", () -> heapBytes / 8);
    long budgetBytes = budgetBytes();
    fill(limits, "budget_bytes", () -> budgetBytes);
    long budget = number(limits, "budget_bytes", budgetBytes);
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

  private long budgetBytes() {
    long ofHeap = heapBytes / 5 * 2;
    long ofDirect =
        HeapFit.budgetBytesMax(
            directBytes,
            number(http, "connections_max", CONNECTIONS_MAX)
                + number(management, "connections_max", 0));
    // Where the connections alone fill direct memory, HeapFit says which settings to lower.
    return ofDirect < Settings.Limits.BUDGET_BYTES_MIN ? ofHeap : Math.min(ofHeap, ofDirect);
  }

  private static void fill(ObjectNode group, String key, LongSupplier value) {
    JsonNode given = group.get(key);
    if (given == null || SettingsTree.isEmpty(given)) {
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
