package io.leadgate.config;

import io.netty.util.internal.PlatformDependent;

/**
 * The memory that a JVM may take, on which some defaults depend.
 *
 * @param heapBytes the greatest size of the heap ({@code -Xmx})
 * @param directBytes the greatest size of all direct buffers together ({@code
 *     -XX:MaxDirectMemorySize}; without this option the size of the heap)
 */
record JvmMemory(long heapBytes, long directBytes) {

  static JvmMemory ofThisJvm() {
    return new JvmMemory(
        Runtime.getRuntime().maxMemory(), PlatformDependent.estimateMaxDirectMemory());
  }
}
