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
 * Finds, stops and kills a server that runs apart from this JVM, by its pid file.
 *
 * <p>A pid alone proves nothing, because the pid file outlives a killed server, and the system uses
 * pids again. A process is the server only if the server's directory is among the arguments of the
 * process.
 */
public final class ServerProcess {

  private static final Duration STOP_MAX = Duration.ofSeconds(15);
  private static final Duration KILL_MAX = Duration.ofSeconds(10);

  private final Path pidFile;
  private final Path directory;
  private final String stopSignal;
  private Optional<ProcessHandle> lastSeen = Optional.empty();

  /**
   * @param pidFile the file to which the server writes its pid, on the first line
   * @param directory the directory, exactly as in the arguments of the server
   * @param stopSignal the signal that stops the server at once but orderly, for example INT
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
    // Remembered, because "mvn clean" removes the pid file of a running server.
    lastSeen = named.or(() -> lastSeen.filter(this::isServer));
    return lastSeen;
  }

  /** Stops the server and waits until it is gone; kills the server if the stop takes too long. */
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

  /**
   * Kills the server with SIGKILL, and waits for its children, which end by themselves or are
   * killed as well.
   */
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
   * Stops a server that an earlier run has left behind. Then removes a pid file that names another
   * process, because a new server would take that process for a running server and refuse to start.
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

  // ProcessHandle counts a zombie as alive, and a zombie stays for ever where process 1 does not
  // reap, as in many containers. A zombie has no command line any more.
  private static boolean isGone(ProcessHandle process) {
    return !process.isAlive()
        || (process.info().command().isEmpty() && process.info().arguments().isEmpty());
  }
}
