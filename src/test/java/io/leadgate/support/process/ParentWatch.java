package io.leadgate.support.process;

import java.time.Duration;
import java.util.Optional;

/**
 * Watches the process that started this JVM (Maven), and notices the death of that process, even by
 * kill -9.
 */
public final class ParentWatch {

  private static final Duration FOR_EVER = Duration.ofDays(10_000);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private ParentWatch() {}

  // A process whose parent dies gets a new parent at once. The state of the old parent would tell
  // less, because a dead parent that is not reaped stays as a zombie.
  public static void start(Runnable whenGone) {
    Optional<Long> parent = parentPid();
    Thread.ofPlatform()
        .daemon()
        .name("parent-watch")
        .start(
            () -> {
              if (Await.holds(FOR_EVER, PAUSE, () -> !parentPid().equals(parent))) {
                whenGone.run();
              }
            });
  }

  private static Optional<Long> parentPid() {
    return ProcessHandle.current().parent().map(ProcessHandle::pid);
  }
}
