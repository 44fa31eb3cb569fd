package io.leadgate.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server that runs apart from this JVM, known by its pid file.
 *
 * <p>A pid alone proves nothing: the file outlives a server that was killed, and pids are used
 * again. The process is the server only if the directory that it works in is one of its arguments.
 */
public final class ServerProcess {

  private static final Duration STOP_MAX = Duration.ofSeconds(15);
  private static final Duration KILL_MAX = Duration.ofSeconds(10);

  private final Path pidFile;
  private final Path directory;
  private final String stopSignal;
  private Optional<ProcessHandle> lastSeen = Optional.empty();

  /**
   * A server that may run or not.
   *
   * @param pidFile where the server writes its pid, on the first line
   * @param directory the directory, exactly as in the arguments of the server
   * @param stopSignal what makes it stop at once but orderly, for example INT
   */
  public ServerProcess(Path pidFile, Path directory, String stopSignal) {
    this.pidFile = pidFile;
    this.directory = directory;
    this.stopSignal = stopSignal;
  }

  Path pidFile() {
    return pidFile;
  }

  Path directory() {
    return directory;
  }

  String stopSignal() {
    return stopSignal;
  }

  /** The server's process, if it runs. */
  Optional<ProcessHandle> handle() {
    Optional<ProcessHandle> named = named().filter(this::isServer);
    // Remembered, since "mvn clean" takes the pid file away from under a server that runs.
    lastSeen = named.or(() -> lastSeen.filter(this::isServer));
    return lastSeen;
  }

  /** Stops the server and waits until it is gone, by force if it takes too long. */
  void stop() {
    handle()
        .ifPresent(
            process -> {
              Signals.send(stopSignal, process.pid());
              if (!Await.holds(STOP_MAX, () -> isGone(process))) {
                kill();
              }
            });
  }

  /** Kills the server with SIGKILL, and waits for its own children too, which then end. */
  void kill() {
    handle()
        .ifPresent(
            process -> {
              List<ProcessHandle> children = process.descendants().toList();
              process.destroyForcibly();
              Await.until("the end of " + process.pid(), KILL_MAX, () -> isGone(process));
              if (!Await.holds(KILL_MAX, () -> children.stream().allMatch(ServerProcess::isGone))) {
                children.forEach(ProcessHandle::destroyForcibly);
              }
            });
  }

  /**
   * Stops what an earlier run has left behind. Then removes a pid file that names somebody else's
   * process, which the server would take for itself and refuse to start.
   */
  void stopOrphan() {
    stop();
    if (named().isPresent()) {
      try {
        Files.deleteIfExists(pidFile);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Optional<ProcessHandle> named() {
    try (Stream<String> lines = Files.lines(pidFile)) {
      return lines.findFirst().map(String::strip).map(Long::parseLong).flatMap(ProcessHandle::of);
    } catch (IOException | UncheckedIOException | NumberFormatException noPid) {
      return Optional.empty();
    }
  }

  private boolean isServer(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .map(arguments -> List.of(arguments).contains(directory.toString()))
        .orElse(false);
  }

  // A zombie counts as alive with ProcessHandle, and stays one for ever where process 1 does not
  // reap, as in many containers; it has no command line any more.
  private static boolean isGone(ProcessHandle process) {
    return !process.isAlive()
        || (process.info().command().isEmpty() && process.info().arguments().isEmpty());
  }
}
