package io.leadgate.support.process;

import java.time.Duration;
import java.util.Optional;

/** Notices that the process that started this one, Maven, is gone, by kill -9 for one. */
public final class ParentWatch {

  private static final Duration FOR_EVER = Duration.ofDays(10_000);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private ParentWatch() {}

  // A process whose parent dies is given another one at once. The parent's own state would tell
  // less: where nobody reaps it, it stays there as a zombie.
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
