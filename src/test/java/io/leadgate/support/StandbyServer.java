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
 * A standby that streams from another server: a cold copy of its data directory. Whether the other
 * server waits for it is set there. Not for use from several threads at once.
 */
public final class StandbyServer implements AutoCloseable {

  private final PostgresServer server;

  private StandbyServer(PostgresServer server) {
    this.server = server;
  }

  /**
   * Copies the primary and starts the copy.
   *
   * @param primary is stopped for it and started again
   * @param name by which the primary's {@code synchronous_standby_names} can name it
   */
  public static StandbyServer of(PostgresServer primary, String name) {
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
        // With its mode: a server refuses a data directory that others can read.
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
            // It finds a primary again that was away.
            "wal_retrieve_retry_interval = '100ms'");
    try {
      Files.createFile(data.resolve("standby.signal"));
      Files.write(data.resolve("postgresql.auto.conf"), settings, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again after {@link #kill}. */
  public void start() {
    server.start();
  }

  /** Ends all of its processes with SIGKILL, frozen or not. */
  public void kill() {
    List<Long> pids = server.pids();
    // The first must not see the others end: it would start new ones, which outlive it.
    pids.stream().limit(1).forEach(first -> Signals.send("STOP", first));
    // A frozen one does not notice that the first has gone.
    pids.stream().skip(1).forEach(pid -> Signals.send("KILL", pid));
    server.kill();
  }

  /** Makes it hang: it stays connected to the primary, and confirms nothing. For good. */
  public void freeze() {
    server.pids().forEach(pid -> Signals.send("STOP", pid));
  }

  /** Makes it a primary of its own, which nobody follows; it must run. */
  public void promote() {
    server.promote();
  }

  /** A database of the primary's as it is here; only once it was promoted. */
  public TestDatabase database(String name) {
    return TestDatabase.existing(PostgresUri.parse(server.uri("postgres")), name);
  }

  /** Ends it, frozen or not, and removes its data. */
  @Override
  public void close() {
    kill();
    server.close();
  }
}
