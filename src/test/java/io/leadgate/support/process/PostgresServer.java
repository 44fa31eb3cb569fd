package io.leadgate.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a real PostgreSQL on a port of the loopback address. The server commits as in production
 * (fsync and synchronous_commit are on, though the disk of a test may be in memory), can be
 * stopped, killed and started again on the same port and data, and ends with this JVM, even if this
 * JVM is killed. Not thread-safe.
 */
public final class PostgresServer implements ChildServer {

  private static final Duration INITDB_MAX = Duration.ofMinutes(2);
  private static final Duration START_MAX = Duration.ofMinutes(1);
  private static final String UNFINISHED = "unfinished-";

  private final ServerDirectory directory;
  private final int port;
  private final PostgresBinaries binaries;
  private final Path data;
  private final Path log;
  private final ServerProcess process;
  private final DeadMansSwitch deadMansSwitch;

  private PostgresServer(ServerDirectory directory) {
    this.directory = directory;
    this.port = FreePort.find();
    this.binaries = PostgresBinaries.unpacked();
    this.data = directory.path().resolve("data");
    this.log = directory.newFile("server.log");
    // INT is PostgreSQL's fast shutdown: the server ends its sessions rather than wait for them.
    this.process = new ServerProcess(data.resolve("postmaster.pid"), data, "INT");
    this.deadMansSwitch = DeadMansSwitch.arm(process, directory);
  }

  /** Starts a server whose data is removed when the server is closed. */
  public static PostgresServer startTemporary() {
    return ChildServer.started(new PostgresServer(ServerDirectory.temporary("leadgate-postgres-")));
  }

  /** Starts a server on the data that an earlier start has left in this directory, if any. */
  public static PostgresServer startIn(Path directory) {
    return ChildServer.started(new PostgresServer(ServerDirectory.kept(directory)));
  }

  /** Starts a server on the data that is in that directory. */
  public static PostgresServer startOn(ServerDirectory directory) {
    return ChildServer.started(new PostgresServer(directory));
  }

  /** Starts the server again after {@link #stop} or {@link #kill}, on the same port and data. */
  @Override
  public void start() {
    process.stopOrphan();
    deadMansSwitch.starting();
    if (Files.notExists(data.resolve("global/pg_control"))) {
      ServerDirectory.delete(data);
      createData();
    }
    List<String> command = new ArrayList<>(binaries.program("pg_ctl"));
    // pg_ctl gives the server its own session, so Ctrl-C does not reach the server.
    command.addAll(List.of("start", "-D", data.toString(), "-l", log.toString()));
    command.addAll(List.of("-w", "-t", Long.toString(START_MAX.toSeconds()), "-o", options()));
    Command.run(log, START_MAX.plusSeconds(5), command);
    deadMansSwitch.started(process.handle().orElseThrow().pid());
  }

  /** Stops the server in an orderly way, ending its sessions. */
  @Override
  public void stop() {
    process.stop();
  }

  /**
   * Ends the server with SIGKILL, so that the next start has to recover from the write-ahead log.
   */
  public void kill() {
    process.kill();
  }

  /** Makes a standby a primary of the data that the standby has; the standby must run. */
  public void promote() {
    List<String> command = new ArrayList<>(binaries.program("pg_ctl"));
    command.addAll(List.of("promote", "-D", data.toString(), "-w"));
    Command.run(log, START_MAX, command);
  }

  /**
   * The process ids of the server, the postmaster's before those of its children; empty if the
   * server is gone.
   */
  public List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    process
        .handle()
        .ifPresent(
            first -> {
              pids.add(first.pid());
              first.descendants().forEach(child -> pids.add(child.pid()));
            });
    return pids;
  }

  public Path directory() {
    return directory.path();
  }

  public Path data() {
    return data;
  }

  public int port() {
    return port;
  }

  /** The URI of a database of this server; the database need not exist. */
  public String uri(String database) {
    return "postgresql://postgres@127.0.0.1:" + port + "/" + database;
  }

  public void createDatabase(String name) {
    execute("CREATE DATABASE \"" + name + "\"");
  }

  /** Removes a database, if it exists, and ends its sessions. */
  public void dropDatabase(String name) {
    execute("DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
  }

  /** Stops the server, and removes its data if the server is temporary. */
  @Override
  public void close() {
    process.stop();
    deadMansSwitch.close();
    directory.removeIfTemporary();
  }

  private void execute(String sql) {
    try (Connection connection = PostgresUri.parse(uri("postgres")).connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  private String options() {
    return String.join(
        " -c ",
        "-p " + port,
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=''",
        "max_connections=200",
        "timezone=UTC");
  }

  // Makes the data under another name and renames it at the end, so that an interrupted initdb
  // leaves no data directory.
  private void createData() {
    try {
      deleteUnfinished();
      Path unfinished = Files.createTempDirectory(directory.path(), UNFINISHED);
      List<String> command = new ArrayList<>(binaries.program("initdb"));
      command.addAll(List.of("-D", unfinished.toString(), "--username=postgres", "--auth=trust"));
      command.addAll(List.of("--encoding=UTF8", "--no-locale", "--no-instructions"));
      if (directory.temporary()) {
        command.add("--no-sync");
      }
      Command.run(log, INITDB_MAX, command);
      Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deleteUnfinished() throws IOException {
    try (Stream<Path> entries = Files.list(directory.path())) {
      entries
          .filter(entry -> entry.getFileName().toString().startsWith(UNFINISHED))
          .forEach(ServerDirectory::deleteIfPossible);
    }
  }
}
