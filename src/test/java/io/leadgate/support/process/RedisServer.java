package io.leadgate.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/**
 * Runs a real Redis on a port of the loopback address. The server can be stopped, killed and
 * started again on the same port, and ends with this JVM, even if this JVM is killed.
 *
 * <p>Redis saves nothing to disk by itself, because Leadgate can rebuild its data in Redis, and
 * because a file that a kill cut short could keep the next start from working. Not thread-safe.
 */
public final class RedisServer implements ChildServer {

  private static final Duration START_MAX = Duration.ofSeconds(10);

  private final ServerDirectory directory;
  private final int port;
  private final Path program;
  private final Path log;
  private final ServerProcess process;
  private final DeadMansSwitch deadMansSwitch;
  private final List<String> arguments;

  private RedisServer(ServerDirectory directory, String... arguments) {
    this.directory = directory;
    this.arguments = List.of(arguments);
    this.port = FreePort.find();
    this.program = unpack(directory.path());
    this.log = directory.newFile("server.log");
    this.process =
        new ServerProcess(directory.path().resolve("redis.pid"), directory.path(), "TERM");
    this.deadMansSwitch = DeadMansSwitch.arm(process, directory);
  }

  /** Starts a server in a directory that is removed when the server is closed. */
  public static RedisServer startTemporary() {
    return ChildServer.started(new RedisServer(ServerDirectory.temporary("leadgate-redis-")));
  }

  /** Starts a server with further arguments, such as {@code --cluster-enabled yes}. */
  public static RedisServer startWith(String... arguments) {
    return ChildServer.started(
        new RedisServer(ServerDirectory.temporary("leadgate-redis-"), arguments));
  }

  /** Starts a Sentinel that watches nothing. */
  public static RedisServer startSentinel() {
    return startWith("--sentinel");
  }

  /**
   * Starts a server in this directory, after stopping a server that a killed run has left there.
   */
  public static RedisServer startIn(Path directory) {
    return ChildServer.started(new RedisServer(ServerDirectory.kept(directory)));
  }

  /**
   * Starts the server again after {@link #stop} or {@link #kill}, on the same port. The server is
   * empty, or has the data of its last SAVE, if a test sent that command.
   */
  @Override
  public void start() {
    process.stopOrphan();
    deadMansSwitch.starting();
    Command.run(log, START_MAX, command());
    if (!Await.holds(START_MAX, () -> process.handle().isPresent() && answers())) {
      throw new IllegalStateException("Redis did not start" + Command.endOf(log));
    }
    deadMansSwitch.started(process.handle().orElseThrow().pid());
  }

  /** Stops the server in an orderly way. */
  @Override
  public void stop() {
    process.stop();
    awaitFreePort();
  }

  /** Ends the server with SIGKILL. */
  public void kill() {
    process.kill();
    awaitFreePort();
  }

  /**
   * Freezes the server: the server keeps its connections and accepts new connections, but answers
   * nothing.
   */
  public void freeze() {
    process.handle().ifPresent(running -> Signals.send("STOP", running.pid()));
  }

  /** Resumes the frozen server. */
  public void thaw() {
    process.handle().ifPresent(running -> Signals.send("CONT", running.pid()));
  }

  /**
   * Waits for the port, because another thread may hold the sockets when the main thread is gone.
   */
  private void awaitFreePort() {
    Await.until("the port of the Redis that ended is free", START_MAX, () -> FreePort.isFree(port));
  }

  Path directory() {
    return directory.path();
  }

  public int port() {
    return port;
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Stops the server, and removes its directory if the directory is temporary. */
  @Override
  public void close() {
    thaw();
    process.stop();
    deadMansSwitch.close();
    directory.removeIfTemporary();
  }

  // A daemon has its own session, so Ctrl-C does not reach the server. Redis must not set its own
  // process title, because the title hides the arguments by which the server is recognized.
  private List<String> command() {
    List<String> command = new ArrayList<>();
    // A Sentinel demands a settings file, which it writes to.
    command.addAll(List.of(program.toString(), directory.emptyFile("redis.conf").toString()));
    command.addAll(options());
    command.addAll(arguments);
    return command;
  }

  private List<String> options() {
    return List.of(
        "--bind",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--dir",
        directory.path().toString(),
        "--save",
        "",
        "--appendonly",
        "no",
        "--logfile",
        log.toString(),
        "--pidfile",
        process.pidFile().toString(),
        "--set-proc-title",
        "no",
        "--daemonize",
        "yes");
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
      return "+PONG"
          .equals(new String(socket.getInputStream().readNBytes(5), StandardCharsets.UTF_8));
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Path unpack(Path directory) {
    try {
      return ExecutableProvider.newJarResourceProvider(directory.toFile()).get().toPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
