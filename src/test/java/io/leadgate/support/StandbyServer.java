package io.leadgate.support;

import io.leadgate.support.process.PostgresServer;
import io.leadgate.support.process.PostgresUri;
import io.leadgate.support.process.ServerDirectory;
import io.leadgate.support.process.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a standby that streams from a primary, on a cold copy of the primary's data. Settings of the
 * primary decide whether the primary waits for the standby. Not thread-safe.
 */
public final class StandbyServer implements AutoCloseable {

  private final PostgresServer server;

  private StandbyServer(PostgresServer server) {
    this.server = server;
  }

  /**
   * Copies the primary's data and starts the copy.
   *
   * @param primary the primary, which is stopped for the copy and started again
   * @param name the standby's name in the primary's {@code synchronous_standby_names}
   */
  public static StandbyServer copyOf(PostgresServer primary, String name) {
    ServerDirectory directory = ServerDirectory.temporary("leadgate-standby-");
    Path data = directory.path().resolve("data");
    primary.stop();
    copy(primary.data(), data);
    primary.start();
    follow(data, primary.port(), name);
    return new StandbyServer(PostgresServer.startOn(directory));
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        // With its mode, because a server refuses a data directory that others can read.
        Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void follow(Path data, int port, String name) {
    List<String> settings =
        List.of(
            "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'"
                .formatted(port, name),
            // Finds a primary again soon after the primary was away.
            "wal_retrieve_retry_interval = '100ms'");
    try {
      Files.createFile(data.resolve("standby.signal"));
      Files.write(data.resolve("postgresql.auto.conf"), settings, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the standby again after {@link #kill}. */
  public void start() {
    server.start();
  }

  /** Ends all processes of the standby with SIGKILL, frozen or not. */
  public void kill() {
    List<Long> pids = server.pids();
    // The first process must not see the others end, because it would start new processes, which
    // outlive it.
    pids.stream().limit(1).forEach(first -> Signals.send("STOP", first));
    // A frozen process does not notice that the first process is gone.
    pids.stream().skip(1).forEach(pid -> Signals.send("KILL", pid));
    server.kill();
  }

  /**
   * Freezes the standby for good: the standby stays connected to the primary and confirms nothing.
   */
  public void freeze() {
    server.pids().forEach(pid -> Signals.send("STOP", pid));
  }

  public int port() {
    return server.port();
  }

  /** Makes the standby a primary without standbys; the standby must run. */
  public void promote() {
    server.promote();
  }

  /** The standby's copy of a database of the primary; only after {@link #promote}. */
  public TestDatabase database(String name) {
    return TestDatabase.existing(PostgresUri.parse(server.uri("postgres")), name);
  }

  /** Ends the standby, frozen or not, and removes its data. */
  @Override
  public void close() {
    kill();
    server.close();
  }
}
